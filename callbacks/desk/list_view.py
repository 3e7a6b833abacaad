"""From what the list's page asks to the view it means, within the scope of who asks."""

from typing import Any

from callbacks.kind_words import kind_word
from callbacks.services import Services
from data_access.household_index import HouseholdIndex, Order
from data_access.scope import Scope
from layouts.household_filters import Allowed, ListView
from layouts.household_grid import BLOCK, SORTABLE
from layouts.household_words import Names


def allowed_of(services: Services, index: HouseholdIndex, scope: Scope) -> Allowed:
    """What a list may say for this scope."""
    facets = {facet.name for facet in index.facets(scope)}

    return Allowed(
        is_region=lambda code: index.has_region(scope, code),
        is_value=lambda facet, value: facet in facets and index.allowed(facet, value),
        language=services.settings.language,
        theme=services.settings.theme,
        has_sensitive=scope.may_uncover,
    )


def list_view(services: Services, index: HouseholdIndex, scope: Scope, search: object) -> ListView:
    """The view that an address means, whatever was sent; raises ForbiddenError for a role that lists no households."""
    index.region(scope, None)
    return ListView.from_search(well_formed(search), allowed_of(services, index, scope))


def well_formed(sent: object) -> str:
    """A text as it was sent, without what is no character; "" for anything else."""
    return sent.encode("utf-8", "ignore").decode() if isinstance(sent, str) else ""


def names_of(services: Services, lang: str) -> Names:
    """The names of the items of code lists in `lang`, as the release that is shown has them."""
    release = services.releases.current()

    def name(code_list: str, item: str) -> str:
        if code_list == "INDUSTRY_KIND":
            return kind_word(release, item, release.latest_period, lang)
        return release.code_name(code_list, item, lang)

    return name


def order_of(asked: object) -> Order:
    """The order that the grid asks for; by place where it asks for none, or for one that is not offered."""
    model = _told(asked).get("sortModel")
    first = model[0] if isinstance(model, list) and model and isinstance(model[0], dict) else {}
    by = SORTABLE.get(str(first.get("colId")))
    return Order(by, first.get("sort") == "desc") if by else Order()


def window_of(asked: object) -> tuple[int, int]:
    """The first row that the grid asks for and how many, at most two blocks."""
    first, end = (_told(asked).get(name) for name in ("startRow", "endRow"))
    first = first if isinstance(first, int) and 0 <= first < 100_000_000 else 0
    end = end if isinstance(end, int) else first + BLOCK
    return first, min(max(end - first, 0), 2 * BLOCK)


def _told(asked: object) -> dict[str, Any]:
    return asked if isinstance(asked, dict) else {}
