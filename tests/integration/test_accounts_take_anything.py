"""Whatever a request holds, accounts and audit take it or refuse it in their own words, and raise nothing else."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.accounts import Accounts, open_accounts
from data_access.audit import EVENTS, AuditLog, open_audit
from data_access.errors import GuatuError
from data_access.scope import Role

KEY = b"k" * 16 + bytes(range(16))
ANY = st.text(max_size=60) | st.text(st.characters(categories=["Cs", "Cc", "Nd", "Lo", "Lu"]), max_size=60)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | ANY,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY, inner, max_size=4),
    max_leaves=12,
)
QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Accounts]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data_access.accounts.users.hasher", lambda: PasswordHasher(1, 1024, 1))
        made = open_accounts(tmp_path_factory.mktemp("accounts"), key=KEY)
        made.add("wang", Role.ADMINISTRATOR)
        yield made


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> AuditLog:
    return open_audit(tmp_path_factory.mktemp("audit"), key=KEY)


@QUICK
@given(one=ANY, two=ANY, three=ANY, role=st.sampled_from(Role))
def test_accounts(accounts: Accounts, one: str, two: str, three: str, role: Role) -> None:
    let_in = []
    for act in (
        lambda: accounts.sign_in(one, two, three, "10.0.0.7"),
        lambda: accounts.sign_in("wang", two, three, "10.0.0.7"),
        lambda: accounts.set_password("wang", one, two, keep=three),
        lambda: accounts.confirm_totp(one, two),
        lambda: accounts.session(one),
        lambda: accounts.end(one),
        lambda: accounts.end_session(one),
        lambda: accounts.user(one),
        lambda: accounts.is_known(one),
        lambda: accounts.kiosk(one, two),
        lambda: accounts.kiosk_bind(one, two),
        lambda: accounts.kiosk_revoke(one),
        lambda: accounts.kiosk_add(one, two),
        lambda: accounts.add(one, role, two, three),
        lambda: accounts.change(one, role, two, three),
        lambda: accounts.admit("oidc", one, two, role, three, "10.0.0.7"),
    ):
        try:
            let_in.append(act())
        except GuatuError as error:
            assert error.status in (400, 401, 403, 404, 429)
            assert error.message("zh")
            assert error.message("en")
    assert accounts.has_administrator()


@QUICK
@given(event=st.sampled_from(EVENTS), words=st.lists(ANY, min_size=6, max_size=6), detail=st.dictionaries(ANY, PLAIN))
def test_the_audit(log: AuditLog, event: str, words: list[str], detail: dict[str, object]) -> None:
    user, role, session, address, what, result = words
    log.record(
        event, user=user, role=role, session=session, address=address, object=what, detail=detail, result=result
    )  # fmt: skip
    assert log.search(user=user, object=what, event=event).pages >= 1
    assert log.verify().holds
