"""Fifty texts that run, where a page lets them; and the county of canaries with all of them in every text field.

Each calls `xss(n)`, which the walking browser reports, and marks what it makes with the attribute data-xss.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from sqlalchemy import String, Table, create_engine, delete, insert

from data_access.contract import create_contract
from data_access.schema import metadata
from tests.hostile import county

_WRITTEN = r"""
<script data-xss>xss(#)</script>
"><script data-xss>xss(#)</script>
'><script data-xss>xss(#)</script>
</script><script data-xss>xss(#)</script>
</title><script data-xss>xss(#)</script>
</textarea><script data-xss>xss(#)</script>
</style><script data-xss>xss(#)</script>
--><script data-xss>xss(#)</script>
]]><script data-xss>xss(#)</script>
<ScRiPt data-xss>xss(#)</sCrIpT>
<scr<script>ipt data-xss>xss(#)</scr</script>ipt>
<script data-xss src=data:text/javascript,xss(#)></script>
<img data-xss src=x onerror=xss(#)>
"><img data-xss src=x onerror=xss(#)>
'><img data-xss src=x onerror=xss(#)>
<img data-xss src="x" onerror="xss(#)"
<img/data-xss/src=x/onerror=xss(#)>
<svg data-xss onload=xss(#)>
<svg data-xss/onload=xss(#)//
"><svg data-xss onload=xss(#)>
<svg data-xss><script>xss(#)</script></svg>
<svg data-xss><animate onbegin=xss(#) attributeName=x dur=1s>
<svg data-xss><a href="javascript:xss(#)"><text>x</text></a></svg>
<svg data-xss><foreignObject><iframe srcdoc="<script>parent.xss(#)</script>"></foreignObject></svg>
<math data-xss><mtext><img src=x onerror=xss(#)></mtext></math>
<body data-xss onload=xss(#)>
<details data-xss open ontoggle=xss(#)>
<video data-xss src=x onerror=xss(#)></video>
<audio data-xss src=x onerror=xss(#)></audio>
<input data-xss autofocus onfocus=xss(#)>
<marquee data-xss onstart=xss(#)>x</marquee>
<iframe data-xss src="javascript:parent.xss(#)"></iframe>
<iframe data-xss srcdoc="<script>parent.xss(#)</script>"></iframe>
<object data-xss data="javascript:xss(#)"></object>
<embed data-xss src="javascript:xss(#)">
<form data-xss><button formaction="javascript:xss(#)">x</button></form>
<a data-xss href="javascript:xss(#)">x</a>
<a data-xss href="jav&#x09;ascript:xss(#)">x</a>
<link data-xss rel=stylesheet href="data:text/css,*{color:red}">
<meta data-xss http-equiv=refresh content="0;url=javascript:xss(#)">
<base data-xss href="//evil.invalid/">
<style data-xss>*{background:url(//evil.invalid/#)}</style>
" onmouseover="xss(#)" data-xss="
' onmouseover='xss(#)' data-xss='
" autofocus onfocus=xss(#) data-xss x="
javascript:xss(#)
data:text/html,<script data-xss>xss(#)</script>
{{constructor.constructor('xss(#)')()}}${xss(#)}#{xss(#)}<%= xss(#) %>
\u003cimg data-xss src=x onerror=xss(#)\u003e&lt;img data-xss src=x onerror=xss(#)&gt;＜img onerror=xss(#)＞
<!--<img data-xss src="--><img data-xss src=x onerror=xss(#)//">
"""

PAYLOADS = tuple(line.replace("#", str(n)) for n, line in enumerate(_WRITTEN.strip().splitlines(), 1))
KINDS = ("AGRICULTURE", "SOLAR", "TOURISM", "WORKSHOP")
_KEPT = ("_code", "_id", "class_breaks", "table_name")
"""Columns that name other rows, or are read as numbers."""


def is_text(table: Table, name: str) -> bool:
    """Whether a column holds words that anybody may have typed."""
    column = table.columns[name]
    return isinstance(column.type, String) and not column.primary_key and not name.endswith(_KEPT)


def infected() -> dict[str, list[dict[str, Any]]]:
    """The rows of the county; every text field of every table holds all payloads, spread over the table's rows."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, rows in {**county.contents(), **_more_tables()}.items():
        table = metadata.tables[name]
        each = math.ceil(len(PAYLOADS) / len(rows))
        columns = [column.name for column in table.columns if is_text(table, column.name)]
        found[name] = [
            row | dict.fromkeys(columns, " ".join(PAYLOADS[(at * each + i) % len(PAYLOADS)] for i in range(each)))
            for at, row in enumerate(rows)
        ]
    return found


def _more_tables() -> dict[str, list[dict[str, Any]]]:
    """What the county of canaries does without: names of codes, of kinds and figures, groups of regions."""
    rows: dict[str, list[dict[str, Any]]] = {
        "code_item": [
            {"list_code": name.removesuffix("_code").upper(), "item_code": code, "sort_no": at, "is_active": 1}
            for name, codes in county.code_lists().items()
            for at, code in enumerate(codes)
        ],
        "industry_kind": [{"industry_kind_code": one, "is_covering": 1, "sort_no": at} for at, one in enumerate(KINDS)],
        "region_indicator": [{"region_indicator_code": "OWN", "indicator_theme_code": "POVERTY", "good_direction": 1}],
        "region_figure": [
            {"region_code": code, "region_indicator_code": "OWN", "stat_year": county.YEAR, "stat_month": 0,
             "numerator": 1, "denominator": 2, "quoted_value": 50}
            for code in county.PARENTS
        ],
        "region_group": [{"region_group_code": "GROUP1", "region_group_kind_code": "COOPERATION", "sort_no": 1}],
        "region_group_member": [
            {"region_group_code": "GROUP1", "region_code": code} for code in (county.TOWN_A, county.TOWN_B)
        ],
    }  # fmt: skip
    return {
        name: [{column.name: row.get(column.name) for column in metadata.tables[name].columns} for row in told]
        for name, told in rows.items()
    }


def write(path: Path) -> Path:
    """Write the infected county into a new SQLite file at `path`."""
    engine = create_engine(f"sqlite:///{path.as_posix()}")
    create_contract(engine)
    rows = infected()
    for at, row in enumerate(rows["industry_activity"]):
        row["industry_kind_code"] = KINDS[at % len(KINDS)]
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name in rows:
                connection.execute(delete(table))  # a new database names its codes itself
                connection.execute(insert(table), rows[table.name])
    engine.dispose()
    return path
