"""The code rules of a mapping file: their codes and words -> items of the contract's lists."""

from typing import Any, Final

from data_access.adoption.mapping import USES, CodeRule, Fault
from data_access.catalogues import code_names, read_catalogue

_KEYS: Final = ("list", "use", "other", "map")


def read_code_rules(told: Any, *, own_items: bool) -> tuple[dict[str, CodeRule], list[Fault]]:
    """The rules of the part `codes`, and what is wrong with them.

    With `own_items` the database has a list of codes of its own, so that an item may be one that the catalogue that
    comes with the product does not know.
    """
    rules: dict[str, CodeRule] = {}
    faults: list[Fault] = []
    if not isinstance(told, dict) or not all(isinstance(rule, dict) for rule in told.values()):
        return {}, [Fault("codes", "wants_table")]
    for name, said in told.items():
        place, list_code = f"codes.{name}", str(said.get("list", ""))
        faults.extend(
            Fault(place, "unknown_key", {"word": key, "known": ", ".join(_KEYS)}) for key in said if key not in _KEYS
        )
        if list_code not in code_names():
            faults.append(Fault(place, "no_list", {"list": list_code}))
            rules[name] = CodeRule(name, list_code, {})
            continue
        uses = said.get("use", list(USES))
        if not isinstance(uses, list) or not set(uses) <= set(USES):
            faults.append(Fault(place, "use", {"known": ", ".join(USES)}))
            uses = []
        own, other = _own_items(said.get("map", {})), said.get("other")
        told_items = {item for item in (*own.values(), other) if item is not None and not own_items}
        unknown = sorted(map(str, told_items - set(code_names()[list_code])))
        faults.extend(Fault(place, "no_item", {"item": item, "list": list_code}) for item in unknown)
        known, torn = catalogue_items(list_code, tuple(uses))
        faults.extend(
            Fault(place, "torn", {"value": value, "items": ", ".join(sorted(items))})
            for value, items in torn.items()
            if value not in own
        )
        rules[name] = CodeRule(name, list_code, {**known, **own}, None if other is None else str(other))
    return rules, faults


def catalogue_items(list_code: str, uses: tuple[str, ...]) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Value -> item as the catalogue of codes has them, and the values that mean different items by different uses."""
    found: dict[str, set[str]] = {}
    columns = {"item": "item_code", "national": "national_code", "label": "name_zh"}
    for row in read_catalogue("code_lists.csv"):
        if row["list_code"] != list_code:
            continue
        for use in uses:
            value = row[columns[use]].strip()
            if value:
                found.setdefault(value, set()).add(row["item_code"])
    known = {value: min(items) for value, items in found.items() if len(items) == 1}
    return known, {value: items for value, items in found.items() if len(items) > 1}


def _own_items(told: Any) -> dict[str, str | None]:
    """The file's own rules; "" = the value says nothing."""
    if not isinstance(told, dict):
        return {}
    return {str(value).strip(): (str(item) or None) for value, item in told.items()}
