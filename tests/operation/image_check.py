"""Starts the image localhost/handup for real, as strictly as a cluster would.

First what is in it; then everything in one container on SQLite; then each service in a container of
its own on PostgreSQL, found by names. Every container runs with a read-only root file system, without capabilities
and without ways to gain any, as the number that the image names. What stands outside of it is on
loopback: nats-server and PostgreSQL.

Run by `make image-check`: inside of deploy/image/with-containers.sh, with HANDUP_NATS_SERVER and
HANDUP_TEST_POSTGRES_URL.
"""

import json
import os
import re
import secrets
import stat
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path

import name_server
from person import Person
from running import NatsServer, Running, answer, require

IMAGE = "localhost/handup"
NUMBER = 65532
PROGRAM = "/usr/bin/handup"
STRICTLY = [
    "--rm",
    "--read-only",
    "--cap-drop=all",
    "--security-opt=no-new-privileges",
]
SERVICES = ["auth", "request", "assignment", "notification", "analytics", "gateway"]


def output(*command: str) -> str:
    """What a command that must succeed prints."""
    return subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True).stdout


def check_contents() -> None:
    """Nothing is in the image but the program and what it reads."""
    [about] = json.loads(output("podman", "image", "inspect", IMAGE))
    require(about["Config"]["User"] == f"{NUMBER}:{NUMBER}", f"the user is no number: {about['Config']['User']}")
    root = Path(output("podman", "image", "mount", IMAGE).strip())
    files = {f"/{path.relative_to(root)}": path for path in root.rglob("*") if not path.is_dir()}
    programs = {name for name, path in files.items() if path.stat().st_mode & 0o111}
    # As the loader inside says, one "name => path (address)" a line.
    [loader] = [name for name in programs if "/ld-linux" in name]
    listed = output("podman", "run", *STRICTLY, "--network=none", f"--entrypoint={loader}", IMAGE, "--list", PROGRAM)
    libraries = set(re.findall(r"(/\S+) \(0x", listed))
    require(programs == libraries | {PROGRAM}, f"executable files: {programs}, needed: {libraries}")
    for path in root.rglob("*"):
        about_path = path.lstat()
        mode = about_path.st_mode
        owned = about_path.st_uid == about_path.st_gid == 0 and not mode & (stat.S_ISUID | stat.S_ISGID)
        written = mode & 0o022 and not stat.S_ISLNK(mode) and path != root / "tmp"
        require(owned and not written, f"{path.relative_to(root)}: mode {mode:o}, owner {about_path.st_uid}")
    output("podman", "image", "unmount", IMAGE)
    print(f"contents: {len(files)} files, executable: {' '.join(sorted(programs))}")


def version() -> None:
    said = output("podman", "run", *STRICTLY, "--network=none", IMAGE, "--version").strip()
    require(bool(re.fullmatch(r"handup \d+\.\d+\.\d+", said)), f"--version said {said!r}")
    print(f"--version: {said}")


def container(name: str, *arguments: str, settings: dict[str, str], mounts: tuple[str, ...] = ()) -> Running:
    """Starts the image as `name`."""
    options = [f"--env={key}={value}" for key, value in settings.items()]
    options += [f"--volume={mount}" for mount in mounts]
    return Running(
        name,
        [
            *("podman", "run", *STRICTLY, f"--name={name}"),
            *("--network=host", f"--dns={name_server.ADDRESS}", *options, IMAGE, *arguments),
        ],
    )


def check_confinement(name: str) -> None:
    """The kernel's own word on what the first process of a container may do."""
    process = Path("/proc") / output("podman", "inspect", "--format={{.State.Pid}}", name).strip()
    status = dict(line.split(":\t", 1) for line in (process / "status").read_text().splitlines() if ":\t" in line)
    require(status["Uid"].split() == [str(NUMBER)] * 4, f"{name} runs as {status['Uid']}")
    require(status["Gid"].split() == [str(NUMBER)] * 4, f"{name} runs in group {status['Gid']}")
    for right in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        require(int(status[right], 16) == 0, f"{name} has {right} {status[right]}")
    require(status["NoNewPrivs"] == "1", f"{name} could gain privileges")
    [options] = [
        fields[5]
        for fields in map(str.split, (process / "mountinfo").read_text().splitlines())
        if fields[4] == "/"
    ]
    require("ro" in options.split(","), f"the root file system of {name} is mounted {options}")


def check_all_in_one(nats_server: str, folder: Path) -> None:
    """`handup up`: databases and streams in one folder, and the image's own nothing."""
    data = folder / "data"
    data.mkdir()
    os.chown(data, NUMBER, NUMBER)
    up = container(
        "up",
        *("up", "--demo", "--data=/data", "--port=0"),
        settings={"HANDUP_NATS_SERVER": "/nats-server"},
        mounts=(f"{data}:/data", f"{nats_server}:/nats-server:ro"),
    )
    with up:
        address = up.says(r"Handup is ready at http://(\S+)").group(1)
        check_confinement("up")
        check_edge(address)
    databases = sorted(path.name for path in data.glob("*.db"))
    require(len(databases) == len(SERVICES) - 1, f"databases: {databases}")
    print("handup up on SQLite: ready, served, ended in order")


def check_edge(address: str) -> None:
    """The web client is there, and somebody gets help."""
    status, page = answer(f"http://{address}/")
    require(status == 200 and "<script" in page, f"the web client: {status} {page[:200]}")
    student = Person(address, "sam")
    asked = student.call(
        "POST", f"{student.lab()}/requests", {"seat": "14", "description": "Is anybody in there?"}
    )
    tutor = Person(address, "tom")
    taken = tutor.call("POST", f"{tutor.lab()}/take-next")
    require(taken["id"] == asked["request"]["id"], f"asked {asked}, taken {taken}")


def check_services(nats_server: str, postgres: str, folder: Path) -> None:
    """Each service by itself, all on one nats-server and one database."""
    database = f"handup_image_{secrets.token_hex(4)}"
    require("127.0.0.1" in postgres, "PostgreSQL must be on this machine's 127.0.0.1")
    url = f"{postgres.rsplit('/', 1)[0]}/{database}"
    output("psql", "--quiet", postgres, f"--command=CREATE DATABASE {database}")
    try:
        with ExitStack() as stack:
            nats = stack.enter_context(NatsServer(nats_server, folder / "jetstream"))
            asked = stack.enter_context(name_server.serve())
            # By names, because a container finds its neighbours so: the image must be able to ask.
            settings = {
                "HANDUP_NATS__URL": nats.url.replace("127.0.0.1", "nats.test"),
                "HANDUP_DATABASE__URL": url.replace("127.0.0.1", "postgres.test"),
                "HANDUP_PLATFORM__SERVICE_SECRET": secrets.token_hex(32),
                "HANDUP_LISTEN__HTTP": "127.0.0.1:0",
                "HANDUP_LISTEN__HEALTH": "127.0.0.1:0",
            }
            for command in ("migrate", "demo"):
                with container(command, command, settings=settings) as once:
                    once.process.wait()
            running = {name: container(name, "serve", name, settings=settings) for name in SERVICES}
            for service in running.values():
                stack.enter_context(service)
            for name, service in running.items():
                service.ready(service.says(r"serving health=(\S+)").group(1))
                check_confinement(name)
            check_edge(running["gateway"].says(r"http=Some\((\S+)\)").group(1))
            with container("doctor", "doctor", settings=settings) as doctor:
                doctor.process.wait()
            require({"nats.test", "postgres.test"} <= asked, f"only these names were asked for: {asked}")
    finally:
        output("psql", "--quiet", postgres, f"--command=DROP DATABASE {database}")
    print(f"{', '.join(SERVICES)} on PostgreSQL: each in a container of its own, found the others by name, served, ended in order")


def main() -> None:
    nats_server = os.environ["HANDUP_NATS_SERVER"]
    check_contents()
    version()
    with tempfile.TemporaryDirectory() as folder:
        # The container's user must get to its own folder in here.
        Path(folder).chmod(0o711)
        check_all_in_one(nats_server, Path(folder))
        check_services(nats_server, os.environ["HANDUP_TEST_POSTGRES_URL"], Path(folder))


if __name__ == "__main__":
    main()
