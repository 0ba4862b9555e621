"""``check_report.py REPORT``: prints a tour's steps; fails where it is missing, empty or one is not ok."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(path: Path) -> int:
    try:
        steps = json.loads(path.read_text("utf-8"))["steps"]
    except (OSError, ValueError, KeyError) as error:
        print(f"no tour: {path.name}: {error}", file=sys.stderr)
        return 1
    for step in steps:
        seen = {key: value for key, value in step.items() if key not in ("name", "ok", "seconds")}
        mark = "ok  " if step.get("ok") is True else "FAIL"
        detail = json.dumps(seen, ensure_ascii=False)[:300]
        print(f"{mark} {step.get('seconds', 0):7.2f} s  {step.get('name')}  {detail}")
    bad = [step.get("name") for step in steps if step.get("ok") is not True]
    print(f"{len(steps)} steps, {len(bad)} not ok; screenshots in {path.parent}")
    return 0 if steps and not bad else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
