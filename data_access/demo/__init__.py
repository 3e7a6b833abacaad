"""The demo scenarios: fictional places and people, totals calibrated to published figures."""

from data_access.demo.build import SCENARIOS, DemoReport, build_demo

__all__ = ["SCENARIOS", "DemoReport", "build_demo"]
