"""``python -m tests.hub install | up | down | status``"""

from __future__ import annotations

import json
import sys
import time

from tests.hub import install
from tests.hub.hub import BUILD, ENDPOINTS, Failed, Hub, NotInstalled, running_endpoints


def main(arguments: list[str]) -> int:
    command = arguments[0] if arguments else "status"
    try:
        if command == "install":
            install.install()
        elif command == "packages":  # for tools/hub-install.sh
            print("\n".join(install.packages()))
        elif command == "up":
            if running_endpoints():
                print(f"already up: {ENDPOINTS.read_text('utf-8')}")
                return 0
            begun = time.monotonic()
            hub = Hub.shared()
            print(json.dumps(hub.up(), indent=1))
            for name, reason in hub.missing.items():
                print(f"without {name}: {reason}", file=sys.stderr)
            print(f"up in {time.monotonic() - begun:.1f} s: {json.dumps(hub.seconds)}", file=sys.stderr)
        elif command == "down":
            Hub.shared().down()
        elif command == "status":
            endpoints = running_endpoints()
            print(json.dumps(endpoints, indent=1) if endpoints else "down")
            return 0 if endpoints else 3
        else:
            print(__doc__, file=sys.stderr)
            return 2
    except (Failed, NotInstalled) as error:
        print(f"{error}\n(logs: {BUILD / 'last-failure'})", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
