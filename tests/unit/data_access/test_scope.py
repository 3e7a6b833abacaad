"""What each role may see of people."""

from dataclasses import replace

import pytest

from data_access.scope import DUTY_ROLES, WALL, Role, Scope

REGION = "990101100000"


def scopes() -> dict[Role, Scope]:
    return {role: Scope(role, REGION, "somebody") for role in Role}


def test_a_local_role_has_a_region() -> None:
    for role in (Role.TOWNSHIP, Role.VILLAGE):
        with pytest.raises(ValueError, match="region"):
            Scope(role)
        with pytest.raises(ValueError, match="region"):
            Scope(role, "")


def test_a_role_is_one_of_the_seven() -> None:
    with pytest.raises(TypeError):
        Scope("county")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("role", "sees", "lists", "uncovers"),
    [
        (Role.WALL, True, False, False),
        (Role.LEADER, True, True, False),
        (Role.COUNTY, True, True, True),
        (Role.TOWNSHIP, True, True, True),
        (Role.VILLAGE, True, True, True),
        (Role.AUDITOR, False, False, False),
        (Role.ADMINISTRATOR, False, False, False),
    ],
)
def test_rights_of_the_roles(role: Role, sees: bool, lists: bool, uncovers: bool) -> None:
    scope = scopes()[role]
    assert (scope.sees_people, scope.lists_households, scope.may_uncover) == (sees, lists, uncovers)
    assert (scope.exported_rows > 0) == (role in DUTY_ROLES)


def test_on_the_wall_nobody_has_more_than_the_wall() -> None:
    for role, scope in scopes().items():
        shown = scope.on_wall()
        assert not shown.may_uncover
        assert not shown.lists_households
        assert shown.exported_rows == 0
        assert (shown.region_code, shown.user) == (REGION, "somebody")
        assert shown.sees_people == scope.sees_people
        if not scope.sees_people:
            assert shown == scope
        else:
            assert shown == replace(scope, role=Role.WALL), role


def test_the_wall_itself_has_no_user_and_the_whole_database() -> None:
    assert Scope() == WALL
    assert (WALL.role, WALL.region_code, WALL.user) == (Role.WALL, None, "")
