"""A database as ledgers have it, made from a contract database: national field names and codes, everything as text.

GBK that was read as Latin-1, GBK as bytes, several states of health in one text, several causes in one text, dates in
many forms, flags in many words, amounts with thousands separators and blanks. `national_county.toml` beside this file
adopts it. Tables that no ledger has otherwise are the contract's under another name.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, Connection, Engine, LargeBinary, MetaData, Numeric, Table, Text, create_engine, event
from sqlalchemy.engine import make_url

from data_access.schema import metadata
from tests.national_words import as_bytes, as_day, as_flag, as_latin, as_moment, as_number, label, national, padded

MAPPING: Final = Path(__file__).parent / "national_county.toml"

Row = dict[str, Any]
Field = tuple[str, Any, Callable[[Row], object]]
RENAMED: Final = "FP_"


def _same(name: str) -> Callable[[Row], object]:
    return lambda row: row[name]


def _text(theirs: str, ours: str) -> Field:
    return theirs, Text(), _same(ours)


def _of(theirs: str, ours: str, word: Callable[[Any], object]) -> Field:
    return theirs, Text(), lambda row: word(row[ours])


REGIONS: Final[list[Field]] = [
    _text("XZQHDM", "region_code"), _text("SJDM", "parent_code"),
    _of("JB", "region_level_code", lambda code: label("REGION_LEVEL", code)), _text("LB", "region_kind_code"),
    ("MC", LargeBinary(), lambda row: as_bytes(row["name_zh"])), _of("JC", "short_name_zh", as_latin),
    _text("CXFL", "urban_rural_code"), _of("SFPKC", "is_registered_poor", as_flag),
    _of("SFSDPK", "is_deeply_poor", as_flag), _of("CLND", "exited_year", lambda year: year and f"{year}年"),
    _text("ZDFL", "focus_class_code"), ("JD", Numeric(10, 6), _same("longitude")),
    ("WD", Numeric(10, 6), _same("latitude")), _of("QYRQ", "valid_from", as_day), _of("TYRQ", "valid_to", as_day),
    _of("PXH", "sort_no", as_number), _text("LY", "source_id"), _text("YWMC", "name_en"),
]  # fmt: skip

HOUSEHOLDS: Final[list[Field]] = [
    _text("AAC001", "household_id"), _text("AAR008", "region_code"), _of("CMXZ", "village_group_zh", as_latin),
    _text("AAC025", "head_person_id"), _of("AAC017", "member_count", as_number),
    _of("HLX", "household_type_code", lambda code: label("HOUSEHOLD_TYPE", code)),
    _of("AAC006", "household_attribute_code", padded),
    _of("AAC005", "identification_standard_code", lambda code: national("IDENTIFICATION_STANDARD", code)),
    _of("AAR010", "poverty_status_code", lambda code: label("POVERTY_STATUS", code)),
    _of("AAR041", "identified_year", as_number), _of("AAC023", "exited_year", lambda year: year and f"{year}年"),
    _of("SFCZ", "is_living_away", as_flag), _of("JTZZ", "address_zh", as_latin), _of("AAR012", "phone_no", padded),
    ("JD", Numeric(10, 6), _same("longitude")), ("WD", Numeric(10, 6), _same("latitude")),
    _text("EWM", "qr_token"), _of("AAR100", "is_valid", as_flag), _text("LY", "source_id"),
    _of("GXSJ", "updated_at", as_moment), _of("AAC007", "main_cause", lambda code: national("CAUSE", code)),
    _text("AAC008", "other_causes"), _text("YYLY", "cause_source"),
]  # fmt: skip

PERSONS: Final[list[Field]] = [
    _text("AAC001", "household_id"), _text("AAB001", "person_id"),
    ("AAB002", LargeBinary(), lambda row: as_bytes(row["name_zh"])),
    _of("AAB003", "gender_code", lambda code: label("GENDER", code)),
    _of("AAB018", "identity_document_code", lambda code: label("IDENTITY_DOCUMENT", code)),
    _of("AAB004", "identity_no", padded), _of("CSRQ", "born_on", as_day), _text("AAB006", "relation_code"),
    _of("AAB007", "ethnicity_code", lambda code: label("ETHNICITY", code)), _text("AAB008", "education_code"),
    _of("AAB009", "student_status_code", lambda code: label("STUDENT_STATUS", code)),
    _text("AAB010", "labour_ability_code"), _text("AAK033", "political_status_code"), _text("AAB031", "phone_no"),
    _of("AAB015", "is_valid", as_flag), _text("LY", "source_id"), _of("GXSJ", "updated_at", as_moment),
    _text("AAB017", "health"), _of("MXBMC", "illness_02", as_latin), _of("DBMC", "illness_03", as_latin),
    _of("MXBRQ", "since_02", as_day), _of("DBRQ", "since_03", as_day), _text("CJLB", "disability_type_code"),
    _text("CJDJ", "disability_grade_code"), _text("JKLY", "health_source"),
]  # fmt: skip

INCOMES: Final[list[Field]] = [
    _text("AAC001", "household_id"), _of("AAR040", "stat_year", lambda year: f"{year}年"),
    _of("RKS", "member_count", as_number), _of("GZXSR", "wage_income_yuan", as_number),
    _of("SCJYXSR", "business_income_yuan", as_number), _of("CCXSR", "property_income_yuan", as_number),
    _of("ZYXSR", "transfer_income_yuan", as_number), _of("SCJYXZC", "business_cost_yuan", as_number),
    _of("JTCSR", "net_income_yuan", as_number), _of("LPSR", "claim_income_yuan", as_number),
    _of("HGZFZC", "self_paid_cost_yuan", as_number), _text("LY", "source_id"),
]  # fmt: skip

HELPERS: Final[list[Field]] = [
    _text("AAC001", "household_id"), _text("AAK110", "official_id"),
    _of("JS", "official_role_code", lambda code: label("OFFICIAL_ROLE", code)), _of("AAR020", "valid_from", as_day),
    _of("AAR021", "valid_to", as_day), _text("LY", "source_id"),
]  # fmt: skip

VISITS: Final[list[Field]] = [
    _text("AAC001", "household_id"), _of("ZFSJ", "visited_at", as_moment), _text("ZFID", "visit_id"),
    _text("AAK110", "official_id"), _of("ZFLX", "visit_kind_code", lambda code: label("VISIT_KIND", code)),
    _of("SFXC", "is_on_site", as_flag), _of("ZPS", "photo_count", as_number), _of("BZ", "note_zh", as_latin),
    _text("LY", "source_id"),
]  # fmt: skip

TABLES: Final = {
    "region": ("DM_XZQH", REGIONS),
    "household": ("AC01", HOUSEHOLDS),
    "person": ("PERSON", PERSONS),  # called as the contract's own, and not it
    "household_income": ("AC07", INCOMES),
    "household_official": ("AC08", HELPERS),
    "household_visit": ("走访记录", VISITS),
}
_FOLDED: Final = ("household_cause", "person_health")
"""Tables whose rows are columns of others there."""


def make_national_county(source: Path, url: str) -> Engine:
    """Write the rows of the contract database `source` (SQLite) into the empty database `url`; its engine, open."""
    rows, engine = sqlite3.connect(f"file:{source.as_posix()}?mode=ro", uri=True), create_engine(url)
    rows.row_factory = sqlite3.Row
    made = MetaData()
    filled: list[tuple[Table, list[Field], str]] = []
    for name, (theirs, fields) in TABLES.items():
        filled.append((Table(theirs, made, *(Column(key, kind) for key, kind, _ in fields)), fields, name))
    for table in metadata.sorted_tables:
        if table.name not in TABLES and table.name not in _FOLDED:
            columns = [Column(column.name, column.type, primary_key=column.primary_key) for column in table.columns]
            same: list[Field] = [(column.name, column.type, _same(column.name)) for column in table.columns]
            filled.append((Table(f"{RENAMED}{table.name.upper()}", made, *columns), same, table.name))
    is_mysql, quoted = engine.dialect.name == "mysql", engine.dialect.identifier_preparer.quote_identifier
    if is_mysql:
        event.listen(engine, "before_cursor_execute", _as_theirs, retval=True)
    made.create_all(engine)
    raw = engine.raw_connection()
    try:
        for table, fields, name in filled:
            values = (tuple(word(row) for _, _, word in fields) for row in _rows(rows, name))
            _fill(raw, table, values, engine)
        for table, key in _INDEXED:
            named = quoted(f"IX_{table}_{key}")
            length = "(40)" if is_mysql else ""
            raw.cursor().execute(f"CREATE INDEX {named} ON {quoted(table)} ({quoted(key)}{length})")
        raw.cursor().execute("ANALYZE" if not is_mysql else f"ANALYZE TABLE {', '.join(map(quoted, made.tables))}")
        raw.commit()
    finally:
        raw.close()
        rows.close()
    return engine


_INDEXED: Final = (("AC01", "AAC001"), ("PERSON", "AAC001"), ("AC07", "AAC001"), ("AC08", "AAC001"),
                   ("走访记录", "AAC001"), ("AC01", "AAR008"))  # fmt: skip


def _as_theirs(_c: Connection, _k: object, statement: str, parameters: Any, *_: object) -> tuple[str, Any]:
    """Their own tables compare as MariaDB does where nobody says otherwise: `a` is `A`."""
    named = any(f"CREATE TABLE `{table}`" in statement for table, _ in TABLES.values())
    return statement.replace("utf8mb4_bin", "utf8mb4_general_ci") if named else statement, parameters


def mapping_for(url: str, folder: Path, *, names_database: bool = False) -> Path:
    """The mapping for the ledger at `url`, whose engine may quote names in another way; its file is in `folder`.

    With `names_database` the whole query in it says in which database its table is.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "mysql":
        return MAPPING
    content = MAPPING.read_text(encoding="utf-8")
    content = re.sub(r'"""(.*?)"""', lambda found: f'"""{found[1].replace(chr(34), "`")}"""', content, flags=re.S)
    if names_database:
        content = content.replace("FROM `", f"FROM `{parsed.database}`.`")
    path = folder / "county.toml"
    path.write_text(content, encoding="utf-8")
    return path


def _fill(raw: Any, table: Table, values: Iterator[tuple[object, ...]], engine: Engine) -> None:
    quoted, kind = engine.dialect.identifier_preparer.quote_identifier, engine.dialect.name
    target = f"{quoted(table.name)} ({', '.join(quoted(column.name) for column in table.columns)})"
    cursor = raw.cursor()
    if kind == "postgresql":
        with cursor.copy(f"COPY {target} FROM STDIN") as copying:
            for row in values:
                copying.write_row(row)
        return
    marks = ", ".join(["?" if kind == "sqlite" else "%s"] * len(table.columns))
    cursor.executemany(f"INSERT INTO {target} VALUES ({marks})", list(values))


def _rows(rows: sqlite3.Connection, name: str) -> Iterator[Row]:
    folded = {"household": _causes, "person": _health}.get(name, lambda _: {})(rows)
    for row in rows.execute(f"SELECT * FROM {name}"):
        key = tuple(row[part] for part in _KEYS.get(name, ()))
        yield {**dict(row), **folded.get(key, _EMPTY.get(name, {}))}


_KEYS: Final = {"household": ("household_id",), "person": ("household_id", "person_id")}
_EMPTY: Final[dict[str, Row]] = {
    "household": dict.fromkeys(("main_cause", "other_causes", "cause_source")),
    "person": dict.fromkeys(
        ("health", "illness_02", "illness_03", "since_02", "since_03", "disability_type_code", "disability_grade_code",
         "health_source"),
    ),
}  # fmt: skip


def _causes(rows: sqlite3.Connection) -> dict[tuple[str, ...], Row]:
    """Household -> its main cause in one column, the others in another, some by code and some by name."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows.execute("SELECT * FROM household_cause ORDER BY household_id, cause_code"):
        made = found.setdefault((row["household_id"],), dict(_EMPTY["household"]))
        made["cause_source"] = row["source_id"]
        if row["is_main"]:
            made["main_cause"] = row["cause_code"]
        else:
            said = label("CAUSE", row["cause_code"])
            made["other_causes"] = said if made["other_causes"] is None else f"{made['other_causes']}、 {said},"
    return found


def _health(rows: sqlite3.Connection) -> dict[tuple[str, ...], Row]:
    """Person -> states of health in one text such as "03,长期慢性病,03", with a column for what is known of each."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows.execute("SELECT * FROM person_health ORDER BY household_id, person_id, health_code"):
        made = found.setdefault((row["household_id"], row["person_id"]), dict(_EMPTY["person"]))
        code = row["health_code"]
        said = label("HEALTH", code)
        made["health"] = said if made["health"] is None else f"{made['health']},{said},{code}"
        made["health_source"] = row["source_id"] and "1"
        if code in ("02", "03"):
            made[f"illness_{code}"], made[f"since_{code}"] = row["disease_zh"], row["diagnosed_on"]
        elif code == "04":
            made["disability_type_code"] = row["disability_type_code"]
            made["disability_grade_code"] = row["disability_grade_code"]
    return found
