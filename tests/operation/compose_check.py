"""Checks deploy/compose as far as that goes without images.

Usage: compose_check.py PROGRAM, with HANDUP_NATS_SERVER, HANDUP_TEST_POSTGRES_URL and
HANDUP_COMPOSE (a docker-compose); see `make compose-check`.

The compose file is read and resolved by compose itself. Then what it says is started as processes:
three NATS servers on the very nats.conf, and each service with the very environment and command, with
nothing changed but addresses. What dashboards, alerts and runbooks ask for must be there then: figures and
spans with the labels, tables with the columns, figures of NATS with the names.
"""

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import dashboards
import others
import yaml
from person import Person
from ports import free_ports
from postgres import database
from running import Running, answer, require, until
from spans import Labels, Spans, receive

FOLDER = Path(__file__).resolve().parents[2] / "deploy" / "compose"
RUNBOOKS = FOLDER.parent / "RUNBOOKS.md"
SERVICES = ["auth", "request", "assignment", "notification", "analytics", "gateway"]
NATS = ["nats-1", "nats-2", "nats-3"]
# As collector/jsz.go of prometheus-nats-exporter names them: the figure, and what nats-server
# calls it in a stream's state or a consumer.
SERVER_FIGURES = {"jetstream_server_max_storage": "config.max_storage", "jetstream_server_total_message_bytes": "bytes"}
STREAM_FIGURES = {"jetstream_stream_total_messages": "messages", "jetstream_stream_last_seq": "last_seq"}
CONSUMER_FIGURES = {
    f"jetstream_consumer_{name}": name for name in ("num_pending", "num_ack_pending", "num_redelivered")
}

Yaml = Any


def resolved(secret: dict[str, str], folder: Path) -> Yaml:
    """The compose file as compose understands it."""
    # A copy: which .env lies beside the file must not matter.
    names = folder / "resolved.env"
    names.write_text((FOLDER / "images.env").read_text() + "".join(f"{k}={v}\n" for k, v in secret.items()))
    command = [os.environ["HANDUP_COMPOSE"], "--env-file", str(names), "--file", str(FOLDER / "compose.yaml")]
    done = subprocess.run(
        [*command, "--profile", "operator", "config"], capture_output=True, text=True, check=False
    )
    require(done.returncode == 0, f"compose refuses the file: {done.stderr}")
    require("variable is not set" not in done.stderr, done.stderr)
    return yaml.safe_load(done.stdout)


def check_file(compose: Yaml) -> None:
    services: dict[str, Yaml] = compose["services"]
    named = dict(line.split("=", 1) for line in (FOLDER / "images.env").read_text().splitlines() if "=" in line)
    used = {service["image"] for service in services.values()}
    require(used == set(named.values()), f"images named: {named}, used: {used}")
    for image in used - {named["HANDUP_IMAGE"]}:
        require(bool(re.search(r":v?\d+\.\d+(\.\d+)?[\w.-]*$", image)), f"{image} is no version")
    for name, service in services.items():
        for port in service.get("ports", []):
            published = port if isinstance(port, str) else f"{port.get('host_ip')}:{port['published']}"
            require(published.startswith("127.0.0.1:"), f"{name} publishes {published}")
        for volume in service.get("volumes", []):
            source = volume.split(":")[0] if isinstance(volume, str) else volume["source"]
            if source.startswith("/") and not source.endswith("/backups"):
                require(Path(source).exists(), f"{name} mounts {source}, which is not there")
            elif not source.startswith("/"):
                require(source in compose["volumes"], f"{name} mounts {source}, which is no volume")
        for other in service.get("depends_on", {}):
            require(other in services, f"{name} depends on {other}")
        if service["image"] == named["HANDUP_IMAGE"]:
            confined = service.get("read_only") and service.get("cap_drop") == ["ALL"]
            require(bool(confined), f"{name} is not confined")
            require("no-new-privileges:true" in service["security_opt"], f"{name} could gain privileges")
    for name in SERVICES:
        require(services[name]["command"] == ["serve", name], f"{name} runs {services[name]['command']}")
        asked = services[name].get("healthcheck", {}).get("test")
        require(asked == ["CMD", "/usr/bin/handup", "health"], f"the health of {name} is asked by {asked}")
    print(f"compose.yaml: {len(services)} services of {len(used)} images, each image by its version")


def check_wiring(compose: Yaml, collector: Yaml) -> None:
    """Every part names others by names and ports that they have."""
    for signal, pipeline in collector["service"]["pipelines"].items():
        for kind in ("receivers", "processors", "exporters"):
            for part in pipeline[kind]:
                there = {*(collector[kind] or {}), *(collector["connectors"] if kind != "processors" else {})}
                require(part in there, f"pipeline {signal}: there is no {part} in {kind}")
    asked = {url for target in collector["receivers"]["httpcheck"]["targets"] for url in target["endpoints"]}
    require(asked == {f"http://{name}:9090/ready" for name in SERVICES}, f"readiness is asked of {asked}")
    port = {
        "otel-collector": collector["exporters"]["prometheus"]["endpoint"].rsplit(":", 1)[1],
        "nats-exporter": "7777",
    }
    prometheus = yaml.safe_load((FOLDER / "prometheus/prometheus.yaml").read_text())
    targets = {
        target
        for job in prometheus["scrape_configs"]
        for static in job["static_configs"]
        for target in static["targets"]
    }
    require(targets == {f"{name}:{number}" for name, number in port.items()}, f"Prometheus asks {targets}")
    datasource = yaml.safe_load((FOLDER / "grafana/provisioning/datasources/prometheus.yaml").read_text())
    [source] = datasource["datasources"]
    for file in (FOLDER / "grafana/dashboards").glob("*.json"):
        used = set(re.findall(r'"type": "prometheus",\s+"uid": "([^"]*)"', file.read_text()))
        require(used == {source["uid"]}, f"{file.name} asks {used}, there is {source['uid']}")
    require(source["url"] == "http://prometheus:9090" and "prometheus" in compose["services"], "the data source")


class Node(Running):
    """One of the three NATS servers, on loopback."""

    def __init__(self, compose: Yaml, name: str, ports: dict[str, int], folder: Path) -> None:
        service = compose["services"][name]
        text = (FOLDER / "nats/nats.conf").read_text()
        for there, here in (
            ("0.0.0.0:4222", "127.0.0.1:-1"),
            ("0.0.0.0:8222", "127.0.0.1:-1"),
            ("0.0.0.0:6222", f"127.0.0.1:{ports[name]}"),
            ("/data", str(folder / name)),
        ):
            require(text.count(f'"{there}"') == 1, f"nats.conf names {there} {text.count(there)} times")
            text = text.replace(there, here)
        file = folder / f"{name}.conf"
        file.write_text(text)
        command = [str(file) if word == "/etc/nats/nats.conf" else word for word in service["command"]]
        for other, port in ports.items():
            command = [word.replace(f"{other}:6222", f"127.0.0.1:{port}") for word in command]
        super().__init__(name, [os.environ["HANDUP_NATS_SERVER"], *command], service["environment"])

    def listen(self) -> None:
        """Waits until its health check would be content."""
        self.url = "127.0.0.1:" + self.says(r"Listening for client connections on 127\.0\.0\.1:(\d+)").group(1)
        self.monitor = "127.0.0.1:" + self.says(r"Starting http monitor on 127\.0\.0\.1:(\d+)").group(1)
        until(f"{self.name} is healthy", lambda: answer(f"http://{self.monitor}/healthz")[0] == 200, self.text)


class System:
    """The services of the compose file as processes."""

    def __init__(self, program: str, compose: Yaml, addresses: dict[str, str]) -> None:
        self.program = program
        self.compose = compose
        self.addresses = addresses

    def start(self, name: str, *other_command: str) -> Running:
        service = self.compose["services"][name]
        environment = {key: str(value) for key, value in service["environment"].items()}
        for there, here in self.addresses.items():
            environment = {key: value.replace(there, here) for key, value in environment.items()}
        # What the image says itself.
        environment |= {"HANDUP_LISTEN__HTTP": "127.0.0.1:0", "HANDUP_LISTEN__HEALTH": "127.0.0.1:0"}
        return Running(name, [self.program, *(other_command or service["command"])], environment)

    def once(self, name: str, *other_command: str) -> None:
        with self.start(name, *other_command) as running:
            running.process.wait()


def nats_figures(nodes: list[Node]) -> dict[str, list[dashboards.Series]]:
    """What the exporter makes of the answers of real servers."""
    exported: dict[str, list[dashboards.Series]] = {}
    for node in nodes:
        server = {"server_id": "*", "server_name": node.name}
        general = json.loads(answer(f"http://{node.monitor}/varz")[1])
        for key, value in general.items():
            if isinstance(value, int):
                exported.setdefault(f"gnatsd_varz_{key}", []).append(server)
        # As the exporter asks with -jsz=all.
        state = json.loads(answer(f"http://{node.monitor}/jsz?consumers=true&config=true")[1])
        server |= {"is_meta_leader": str(state["meta_cluster"].get("leader") == node.name).lower()}
        for figure, path in SERVER_FIGURES.items():
            table, _, key = path.rpartition(".")
            require(key in (state[table] if table else state), f"a server has no {path}")
            exported.setdefault(figure, []).append(server)
        for account in state.get("account_details", []):
            for stream in account.get("stream_detail", []):
                leads = str(stream["cluster"].get("leader") == node.name).lower()
                of_stream = server | {"stream_name": stream["name"], "is_stream_leader": leads}
                for figure, key in STREAM_FIGURES.items():
                    require(key in stream["state"], f"a stream has no {key}")
                    exported.setdefault(figure, []).append(of_stream)
                for consumer in stream.get("consumer_detail", []):
                    leads = str(consumer["cluster"].get("leader") == node.name).lower()
                    labels = of_stream | {"consumer_name": consumer["name"], "is_consumer_leader": leads}
                    for figure, key in CONSUMER_FIGURES.items():
                        require(key in consumer, f"a consumer has no {key}")
                        exported.setdefault(figure, []).append(labels)
    return exported


def database_figures(collector: Yaml, url: str) -> dict[str, list[dashboards.Series]]:
    """What the collector's own queries give."""
    exported: dict[str, list[dashboards.Series]] = {}
    for query in collector["receivers"]["sqlquery"]["queries"]:
        sql = f"SELECT coalesce(json_agg(rows), '[]') FROM ({query['sql']}) AS rows"
        text = subprocess.run(
            ["psql", "--no-psqlrc", "--tuples-only", "--no-align", url, f"--command={sql}"],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout
        rows = json.loads(text)
        require(bool(rows), f"{query['sql']} gives nothing")
        for metric in query["metrics"]:
            name = metric["metric_name"].replace(".", "_") + {"By": "_bytes"}.get(metric.get("unit"), "")
            for row in rows:
                require(isinstance(row[metric["value_column"]], int), f"{metric}: {row}")
                labels = {column: row[column] for column in metric.get("attribute_columns", [])}
                exported.setdefault(name, []).append(labels | metric.get("static_attributes", {}))
    return exported


def span_figures(collector: Yaml, seen: set[Labels]) -> dict[str, list[dashboards.Series]]:
    settings = collector["connectors"]["spanmetrics"]
    prefix = settings["namespace"].replace(".", "_")
    require(settings["histogram"]["unit"] == "s", "durations are expected in seconds")
    series = [dict(labels) for labels in seen]
    return {
        f"{prefix}_calls_total": series,
        f"{prefix}_duration_seconds_bucket": [one | dashboards.BUCKET for one in series],
    }


def health(service: Running) -> str:
    return service.says(r'"?health"?[=:]"?(127\.0\.0\.1:\d+)').group(1)


def all_ready(running: dict[str, Running]) -> None:
    for service in running.values():
        service.ready(health(service))


def own_figures(running: dict[str, Running]) -> dict[str, list[dashboards.Series]]:
    """What the services tell on their health ports: the collector gives figures the same names."""
    exported: dict[str, list[dashboards.Series]] = {}
    for service in running.values():
        if service.process.poll() is not None:
            continue
        status, text = answer(f"http://{health(service)}/metrics")
        require(status == 200, f"{service.name} has no figures: {text}")
        for line in text.splitlines():
            found = re.match(r"(\w+)(?:\{(.*)\})? \S+$", line)
            if found:
                labels = dict(re.findall(r'(\w+)="([^"]*)"', found.group(2) or ""))
                exported.setdefault(found.group(1), []).append(labels)
    return exported


def check_export(seen: dict[str, set[str]], exported: dict[str, list[dashboards.Series]]) -> None:
    """Every process exports figures, and none that its health port has not."""
    require(set(seen) == {f"handup-{name}" for name in SERVICES}, f"figures came of {sorted(seen)}")
    for process, names in seen.items():
        for name in names:
            told = any(other.startswith(name.replace(".", "_")) for other in exported)
            require(told, f"{process} exports {name}, and its health port has nothing like it")
    print(f"figures: {len(set().union(*seen.values()))} are exported, by {len(seen)} processes")


def use(gateway: Running, request: Running) -> dict[str, list[dashboards.Series]]:
    """Somebody is helped; then a service is away, and the edge says so. Returns that service's figures."""
    address = gateway.says(r'"?http"?[=:]"?Some\((\S+?)\)').group(1)
    student, tutor = Person(address, "sam"), Person(address, "tom")
    lab = student.lab()
    student.call("POST", f"{lab}/requests", {"seat": "14", "description": "Does it show?"})
    taken = tutor.call("POST", f"{lab}/take-next")
    tutor.call("POST", f"/api/v1/requests/{taken['id']}/complete", {})
    manager = Person(address, "mona")
    until(
        "analytics has counted it",
        lambda: manager.call("GET", f"{lab}/statistics")["completed"] == 1,
    )
    told = own_figures({"request": request})
    request.stop()
    status, _ = student.try_to("GET", f"{lab}/queue")
    require(status == 503, f"without the service request, its queue is answered with {status}")
    return told


def run(program: str, compose: Yaml, collector: Yaml, folder: Path, stack: ExitStack, spans: Spans) -> None:
    url = stack.enter_context(database(os.environ["HANDUP_TEST_POSTGRES_URL"], "compose"))
    ports = dict(zip(NATS, free_ports(len(NATS)), strict=True))
    nodes = [stack.enter_context(Node(compose, name, ports, folder)) for name in NATS]
    for node in nodes:
        node.listen()
    password = compose["services"]["postgres"]["environment"]["POSTGRES_PASSWORD"]
    addresses = {f"{node.name}:4222": node.url for node in nodes}
    addresses[f"postgres://handup:{password}@postgres:5432/handup"] = url
    addresses["otel-collector:4317"] = spans.address
    system = System(program, compose, addresses)
    system.once("migrate")
    system.once("operator", "demo")
    running = {name: stack.enter_context(system.start(name)) for name in SERVICES}
    all_ready(running)
    system.once("operator")
    print(f"{', '.join(SERVICES)}: ready with the settings of the compose file, and doctor is content")

    # One of three may be away, which is what three are for.
    nodes[0].stop()
    all_ready(running)
    exported = use(running["gateway"], running["request"])
    print("with one NATS server of three away, somebody is helped")
    for name, series in (own_figures(running) | nats_figures(nodes[1:])).items():
        exported.setdefault(name, []).extend(series)
    for service in running.values():
        # The last spans are sent at the end.
        service.stop()
    check_export(spans.figures.seen, exported)
    exported |= database_figures(collector, url) | span_figures(collector, spans.seen)
    exported |= others.of_compose(collector)
    # Here no effect fails. If one did, libs/bus/src/figures.rs would name the fault.
    for series in [one for one in exported["messaging_process_duration_seconds_count"] if "error_type" not in one]:
        exported["messaging_process_duration_seconds_count"].append(series | {"error_type": "*"})
    dashboards.check_refuses(exported)
    dashboards.check("dashboards", dashboards.questions(FOLDER / "grafana/dashboards"), exported)
    dashboards.check("alerts", dashboards.of_rules(rules_of_compose(folder)), exported)
    dashboards.check("alerts of Kubernetes", dashboards.of_rules([others.KUBERNETES]), others.of_kubernetes())
    check_runbooks(url)


def rules_of_compose(folder: Path) -> list[Path]:
    subprocess.run([FOLDER / "rules.sh", folder / "rules"], check=True)
    return [*sorted((folder / "rules").glob("*.yaml")), FOLDER / "prometheus/alerts.yaml"]


def check_runbooks(url: str) -> None:
    """The database understands every question that a person may be told to ask it."""
    statements = re.findall(r"^```sql\n(.*?)^```", RUNBOOKS.read_text(), re.DOTALL | re.MULTILINE)
    require(bool(statements), f"{RUNBOOKS} asks nothing")
    command = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--tuples-only", url]
    read_only = "SET default_transaction_read_only = on;\n" + "\n".join(statements)
    done = subprocess.run(command, input=read_only, capture_output=True, text=True, check=False)
    require(done.returncode == 0, f"{RUNBOOKS}: {done.stderr}")
    print(f"runbooks: {read_only.count(';') - 1} questions that the database understands")


def main() -> None:
    names = ["POSTGRES_PASSWORD", "NATS_PASSWORD", "NATS_CLUSTER_PASSWORD", "SERVICE_SECRET", "GRAFANA_PASSWORD"]
    collector = yaml.safe_load((FOLDER / "otel-collector/config.yaml").read_text())
    dimensions = [dimension["name"] for dimension in collector["connectors"]["spanmetrics"]["dimensions"]]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        compose = resolved({name: f"s{secrets.token_hex(16)}" for name in names}, Path(folder))
        check_file(compose)
        check_wiring(compose, collector)
        # Last to end: services send to it until theirs.
        spans = stack.enter_context(receive(dimensions))
        run(sys.argv[1], compose, collector, Path(folder), stack, spans)


if __name__ == "__main__":
    main()
