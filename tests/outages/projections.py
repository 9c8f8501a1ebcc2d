"""The copies that services keep of what others own, compared with the truth; and what else the
databases tell: events that nobody got, and words that were said twice."""

from collections.abc import Iterator

from database import Database

WITH_OUTBOX = ("auth", "request", "assignment", "notification", "analytics")

# Each kind of copy: whose truth it is a copy of, and the copies, as table and column of the id; how a
# row is found, and what is compared. Statuses: 1 pending, 2 in progress, 3 completed, 4 cancelled.
# assignment remembers who helps only as long as that lasts.
HELPED = "concat_ws(' ', status, outcome, version, helper_id)"
HELPED_NOW = "concat_ws(' ', status, outcome, version, CASE WHEN status = 2 THEN helper_id END)"
ENDED = "concat_ws(' ', status, outcome, version)"
IN_LAB = "lab_id = '{lab}'"
KINDS = [
    ("request.requests id", ["notification.known_requests id"], IN_LAB, HELPED),
    ("request.requests id", ["assignment.requests request_id"], IN_LAB, HELPED_NOW),
    ("request.requests id", ["analytics.request_facts request_id"], IN_LAB, ENDED),
    (
        "request.labs id",
        ["auth.labs id", "assignment.labs id", "notification.known_queues lab_id"],
        "{id} = '{lab}'",
        "version",
    ),
    (
        "auth.memberships id",
        [f"{service}.directory_members id" for service in ("request", "assignment", "analytics")],
        IN_LAB,
        "concat_ws(' ', role, removed, version)",
    ),
    ("assignment.tutors id", ["analytics.lab_tutors id"], IN_LAB, "concat_ws(' ', status, version)"),
    ("auth.organisations id", ["request.organisations id"], "true", "concat_ws(' ', time_zone, version)"),
]


def differences(name: str, own: dict[str, str], theirs: dict[str, str]) -> list[str]:
    """By id, what is known of it: in truth, and in the copy."""
    return (
        [f"{name} does not know {one}" for one in own.keys() - theirs.keys()]
        + [f"{name} knows {one}, which is not there" for one in theirs.keys() - own.keys()]
        + [
            f"{name} has {one} as {theirs[one]!r}, and it is {own[one]!r}"
            for one in own.keys() & theirs.keys()
            if own[one] != theirs[one]
        ]
    )


def sides() -> Iterator[tuple[str, str, str]]:
    """Name of the copy, side, and the query for its rows."""
    for truth, copies, where, known in KINDS:
        for copy in copies:
            for side, place in (("truth", truth), ("copy", copy)):
                table, key = place.split()
                query = f"SELECT {key}::text, ({known})::text FROM {table} WHERE {where.replace('{id}', key)}"
                yield copy.split()[0], side, query


def of_lab(database: Database, lab: str) -> list[str]:
    """Where a copy differs from the truth now: one statement, which sees all at one moment."""
    parts = [f"SELECT '{name}', '{side}', rows.* FROM ({query}) AS rows" for name, side, query in sides()]
    found: dict[str, dict[str, dict[str, str]]] = {name: {"truth": {}, "copy": {}} for name, _, _ in sides()}
    for name, side, one, known in database.rows(" UNION ALL ".join(parts).replace("{lab}", lab)):
        found[name][side][one] = known
    return [fault for name, rows in found.items() for fault in differences(name, rows["truth"], rows["copy"])]


def unpublished(database: Database) -> list[str]:
    """Events that no stream has acknowledged."""
    query = "SELECT '{0}', count(*) FROM {0}.outbox WHERE published_at_ms IS NULL"
    left = database.rows(" UNION ALL ".join(query.format(service) for service in WITH_OUTBOX))
    return [f"{count} events of {service} are not published" for service, count in left if count != "0"]


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
