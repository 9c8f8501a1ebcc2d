//! Who is told what.

use handup_contracts::v1::types::Notification;
use handup_runtime::ids;
use handup_testkit::database::Backend;

use crate::script::Script;
use crate::world::World;

async fn the_student_is_told_what_happens_to_the_request(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let mut lab = Script::new();
    let student = ids::new_id();
    let (request, asked) = lab.ask(student);
    world
        .happens(&[
            asked,
            lab.step(request, "accepted"),
            lab.step_by(request, "put_back", crate::script::TOM, "Back soon."),
            lab.step(request, "accepted"),
            lab.step(request, "returned"),
            lab.step(request, "accepted"),
            lab.step(request, "not_found"),
        ])
        .await;

    let told = world.inbox(student).await;
    let bodies: Vec<_> = told
        .iter()
        .map(|one| (one.kind.as_str(), one.body.as_str()))
        .collect();
    assert_eq!(
        bodies,
        [
            ("request.accepted", "Tom is coming to PC 14."),
            (
                "request.put_back",
                "Tom has put your request back; it keeps its place. They wrote: “Back soon.”"
            ),
            ("request.accepted", "Tom is coming to PC 14."),
            (
                "request.returned",
                "Your tutor had to leave. Your request is back at the front of the queue."
            ),
            ("request.accepted", "Tom is coming to PC 14."),
            (
                "request.not_found",
                "Tom came to PC 14 and did not find you. If you still need help, please ask again."
            ),
        ]
    );
    assert!(told.iter().all(|one| one.request_id == request.to_string()));
    assert_eq!(world.unread(student).await, 6);
    service.stop().await;

    let announced = world.announced(student).await;
    let unread: Vec<_> = announced
        .iter()
        .map(|(name, one)| (name.as_str(), one.unread))
        .collect();
    assert_eq!(
        unread,
        [1, 2, 3, 4, 5, 6].map(|unread| ("created", unread)),
        "each has the count right after it"
    );
}

async fn all_who_wait_with_a_request_are_told_each_with_the_own_seat(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let mut lab = Script::new();
    let (student, companion) = (ids::new_id(), ids::new_id());
    let (request, asked) = lab.ask(student);
    world
        .happens(&[
            asked,
            lab.step_by(request, "joined", companion, ""),
            lab.queue("announced", "Exercise 3 has a typo."),
            lab.step(request, "accepted"),
        ])
        .await;

    let bodies =
        |told: Vec<Notification>| -> Vec<String> { told.into_iter().map(|one| one.body).collect() };
    let words = "Exercise 3 has a typo.";
    assert_eq!(
        bodies(world.inbox(student).await),
        [
            "Tom has the same problem. One visit will serve you all.",
            words,
            "Tom is coming to PC 14.",
        ]
    );
    assert_eq!(
        bodies(world.inbox(companion).await),
        [words, "Tom is coming to PC 3."]
    );
    service.stop().await;
}

async fn nobody_is_told_of_own_actions(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let mut lab = Script::new();
    let (student, other) = (ids::new_id(), ids::new_id());
    let (first, asked) = lab.ask(student);
    let (_, other_asked) = lab.ask(other);
    // A person who helps in one lab and asks in another may be both; and closes the own queue.
    let (_, tutor_asked) = lab.ask(crate::script::TOM);
    world
        .happens(&[
            asked,
            other_asked,
            tutor_asked,
            lab.step(first, "cancelled"),
            lab.set_open(false),
        ])
        .await;
    assert_eq!(world.kinds(student).await, [""; 0]);
    assert_eq!(world.kinds(other).await, ["queue.closed"]);
    assert_eq!(world.kinds(crate::script::TOM).await, ["queue.near_front"]);
    service.stop().await;
}

async fn who_comes_near_the_front_is_told_once(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let mut lab = Script::new();
    let students: Vec<_> = (0..5).map(|_| ids::new_id()).collect();
    let mut requests = Vec::new();
    for student in &students {
        let (request, asked) = lab.ask(*student);
        requests.push(request);
        world.publish(&[asked]).await;
    }
    world.settled().await;
    for student in &students {
        assert_eq!(
            world.kinds(*student).await,
            [""; 0],
            "nobody is told on asking"
        );
    }

    world.happens(&[lab.step(requests[0], "accepted")]).await;
    let told = world.inbox(students[2]).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].kind, "queue.near_front");
    assert_eq!(
        told[0].body,
        "Only one person is ahead of you. Please be at PC 14."
    );

    // Pushed back by one who returns, and near again: not told again.
    world
        .happens(&[
            lab.step(requests[0], "returned"),
            lab.step(requests[0], "accepted"),
            lab.step(requests[0], "completed"),
        ])
        .await;
    assert_eq!(world.kinds(students[2]).await, ["queue.near_front"]);
    assert_eq!(
        world.kinds(students[1]).await,
        [""; 0],
        "asked as the second"
    );
    assert_eq!(world.kinds(students[3]).await, [""; 0]);

    world.happens(&[lab.step(requests[1], "cancelled")]).await;
    assert_eq!(world.kinds(students[3]).await, ["queue.near_front"]);
    assert_eq!(world.kinds(students[4]).await, [""; 0]);
    service.stop().await;
}

async fn who_asks_after_a_full_front_has_emptied_is_told_nothing_about_it(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let mut lab = Script::new();
    let ask_alone = async |lab: &mut Script| {
        let student = ids::new_id();
        let (request, asked) = lab.ask(student);
        world.happens(&[asked]).await;
        (student, request)
    };
    let mut gone = Vec::new();
    for _ in 0..3 {
        gone.push(ask_alone(&mut lab).await.1);
    }
    for request in gone {
        world.happens(&[lab.step(request, "cancelled")]).await;
    }
    // First and second of an empty queue, whatever its front was before.
    let (first, _) = ask_alone(&mut lab).await;
    let (_, second) = ask_alone(&mut lab).await;
    world.happens(&[lab.step(second, "cancelled")]).await;
    assert_eq!(world.kinds(first).await, [""; 0]);
    service.stop().await;
}

async fn those_who_wait_are_told_that_the_queue_has_closed(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let mut lab = Script::new();
    let (waiting, helped, gone) = (ids::new_id(), ids::new_id(), ids::new_id());
    let (_, waiting_asked) = lab.ask(waiting);
    let (helped_request, helped_asked) = lab.ask(helped);
    let (gone_request, gone_asked) = lab.ask(gone);
    world
        .happens(&[
            waiting_asked,
            helped_asked,
            gone_asked,
            lab.step(helped_request, "accepted"),
            lab.step(gone_request, "cancelled"),
        ])
        .await;
    let closed = lab.set_open(false);
    world.happens(std::slice::from_ref(&closed)).await;
    assert_eq!(world.kinds(waiting).await, ["queue.closed"]);
    assert_eq!(world.kinds(helped).await, ["request.accepted"]);
    assert_eq!(
        world.kinds(gone).await,
        ["queue.near_front"],
        "was third when asking"
    );

    // Closed and opened again, heard of the wrong way round: it is open, so nobody is told.
    let (opened, closed_again, opened_again) =
        (lab.set_open(true), lab.set_open(false), lab.set_open(true));
    world.happens(&[opened, opened_again, closed_again]).await;
    assert_eq!(world.kinds(waiting).await, ["queue.closed"]);
    service.stop().await;
}

async fn what_staff_say_is_told_even_when_it_is_heard_late_and_a_break_only_while_it_lasts(
    backend: Backend,
) {
    let (world, service) = World::with_service(backend).await;
    let mut lab = Script::new();
    let student = ids::new_id();
    let (_, asked) = lab.ask(student);
    world.happens(&[asked]).await;
    let (announced, paused, resumed) = (
        lab.queue("announced", "Exercise 3 has a typo."),
        lab.queue("paused", ""),
        lab.queue("resumed", ""),
    );
    world.happens(&[resumed]).await;
    world.happens(&[paused, announced]).await;
    let kinds = world.kinds(student).await;
    assert_eq!(kinds, ["queue.resumed", "queue.announced"]);
    service.stop().await;
}

async fn what_happened_long_ago_is_no_news(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let mut lab = Script::new();
    let student = ids::new_id();
    let (request, asked) = lab.ask(student);
    let mut accepted = lab.step(request, "accepted");
    accepted.occurred_at_ms -= 2 * 3_600_000;
    world
        .happens(&[asked, accepted, lab.step(request, "put_back")])
        .await;
    assert_eq!(world.kinds(student).await, ["request.put_back"]);
    service.stop().await;
}

handup_testkit::on_both_databases!(
    the_student_is_told_what_happens_to_the_request,
    all_who_wait_with_a_request_are_told_each_with_the_own_seat,
    nobody_is_told_of_own_actions,
    who_comes_near_the_front_is_told_once,
    who_asks_after_a_full_front_has_emptied_is_told_nothing_about_it,
    those_who_wait_are_told_that_the_queue_has_closed,
    what_staff_say_is_told_even_when_it_is_heard_late_and_a_break_only_while_it_lasts,
    what_happened_long_ago_is_no_news,
);
