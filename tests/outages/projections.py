"""The copies that services keep of requests and labs, compared with those of the service that owns
them; and what else the databases tell: events that nobody got, and words that were said twice."""

from database import Database

TRUTH = "request.requests"
# Table, its column of the id, and in which of the states (1 pending, 2 in progress, 3 completed,
# 4 cancelled) it knows who helps.
COPIES = {
    "assignment": ("assignment.requests", "request_id", (2,)),
    "notification": ("notification.known_requests", "id", (1, 2, 3, 4)),
    "analytics": ("analytics.request_facts", "request_id", ()),
}
WITH_OUTBOX = ("auth", "request", "assignment", "notification", "analytics")


def differences(name: str, truth: list[list[str]], copy: list[list[str]]) -> list[str]:
    """Each row is an id, then what is known of it."""
    own, theirs = ({row[0]: row[1:] for row in rows} for rows in (truth, copy))
    return (
        [f"{name} does not know {one}" for one in own.keys() - theirs.keys()]
        + [f"{name} knows {one}, which is not there" for one in theirs.keys() - own.keys()]
        + [
            f"{name} has {one} as {theirs[one]}, and it is {own[one]}"
            for one in own.keys() & theirs.keys()
            if own[one] != theirs[one]
        ]
    )


def requests(database: Database, table: str, key: str, helped: tuple[int, ...], lab: str) -> list[list[str]]:
    who = f"CASE WHEN status IN ({', '.join(map(str, helped))}) THEN helper_id END" if helped else "''"
    return database.rows(f"SELECT {key}, status, outcome, version, {who} FROM {table} WHERE lab_id = '{lab}'")


def of_lab(database: Database, lab: str) -> list[str]:
    """Where a copy differs from the truth now."""
    faults = []
    for name, (table, key, helped) in COPIES.items():
        truth = requests(database, TRUTH, "id", helped, lab)
        faults += differences(name, truth, requests(database, table, key, helped, lab))
    for name, query in (
        ("assignment's labs", f"SELECT id, version FROM assignment.labs WHERE id = '{lab}'"),
        ("notification's queues", f"SELECT lab_id, version FROM notification.known_queues WHERE lab_id = '{lab}'"),
    ):
        truth = database.rows(f"SELECT id, version FROM request.labs WHERE id = '{lab}'")
        faults += differences(name, truth, database.rows(query))
    return faults


def unpublished(database: Database) -> list[str]:
    """Events that no stream has acknowledged."""
    faults = []
    for service in WITH_OUTBOX:
        [[count]] = database.rows(f"SELECT count(*) FROM {service}.outbox WHERE published_at_ms IS NULL")
        if count != "0":
            faults.append(f"{count} events of {service} are not published")
    return faults


def told_twice(database: Database, lab: str, accepts: dict[str, int]) -> list[str]:
    """Students who were told more often that somebody comes than somebody came."""
    told = database.rows(
        "SELECT request_id, count(*) FROM notification.notifications "
        f"WHERE lab_id = '{lab}' AND kind = 'request.accepted' GROUP BY request_id"
    )
    return [
        f"{request} was taken {accepts.get(request, 0)} times, and its student was told {count} times"
        for request, count in told
        if int(count) > accepts.get(request, 0)
    ]
