//! Reading, page by page, and marking as read.

use handup_contracts::Code;
use handup_contracts::v1::notification::{ListRequest, MarkReadRequest};
use handup_runtime::ids;
use handup_testkit::database::Backend;
use uuid::Uuid;

use crate::script::Script;
use crate::world::World;

/// Lets `student` be told `count` times.
async fn told(world: &World, student: Uuid, count: usize) {
    let mut lab = Script::new();
    let (request, asked) = lab.ask(student);
    let mut events = vec![asked];
    for index in 0..count {
        let name = if index % 2 == 0 {
            "accepted"
        } else {
            "put_back"
        };
        events.push(lab.step(request, name));
    }
    world.happens(&events).await;
}

async fn pages_are_newest_first_without_gaps_and_repeats(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let student = ids::new_id();
    told(&world, student, 7).await;

    let mut seen = Vec::new();
    let mut sizes = Vec::new();
    let mut page = String::new();
    loop {
        let request = ListRequest {
            page,
            page_size: 3,
            unread_only: false,
        };
        let reply = world.list(student, request).await.unwrap();
        assert_eq!(reply.unread, 7);
        sizes.push(reply.notifications.len());
        seen.extend(reply.notifications);
        if reply.next_page.is_empty() {
            break;
        }
        page = reply.next_page;
    }
    assert_eq!(sizes, [3, 3, 1]);
    assert!(seen.windows(2).all(|pair| pair[0].id > pair[1].id));
    assert!(
        seen.windows(2)
            .all(|pair| pair[0].created_at_ms >= pair[1].created_at_ms)
    );

    let request = ListRequest {
        page: "first".to_owned(),
        page_size: -1,
        unread_only: false,
    };
    let problem = world.list(student, request).await.unwrap_err();
    assert_eq!(problem.code, Code::Invalid);
    let fields: Vec<_> = problem
        .fields
        .iter()
        .map(|one| one.field.as_str())
        .collect();
    assert_eq!(fields, ["page", "page_size"]);
    service.stop().await;
}

async fn only_the_own_are_seen_and_marked(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let (student, other) = (ids::new_id(), ids::new_id());
    told(&world, student, 3).await;
    told(&world, other, 1).await;
    let own: Vec<_> = world
        .inbox(student)
        .await
        .into_iter()
        .map(|one| one.id)
        .collect();
    let others: Vec<_> = world
        .inbox(other)
        .await
        .into_iter()
        .map(|one| one.id)
        .collect();
    assert!(others.iter().all(|id| !own.contains(id)));

    let mark = |ids: Vec<String>, all| MarkReadRequest { ids, all };
    let mixed = mark(vec![own[0].clone(), others[0].clone()], false);
    let problem = world.mark_read(student, mixed).await.unwrap_err();
    assert_eq!(problem.code, Code::NotFound);
    assert_eq!(world.unread(student).await, 3, "nothing is half done");

    let first = mark(vec![own[0].clone(), own[0].clone()], false);
    assert_eq!(
        world
            .mark_read(student, first.clone())
            .await
            .unwrap()
            .unread,
        2
    );
    assert_eq!(world.mark_read(student, first).await.unwrap().unread, 2);
    let unread = world
        .list(
            student,
            ListRequest {
                unread_only: true,
                ..ListRequest::default()
            },
        )
        .await
        .unwrap();
    assert_eq!(unread.notifications.len(), 2);
    assert!(
        unread
            .notifications
            .iter()
            .all(|one| one.id != own[0] && one.read_at_ms == 0)
    );

    assert_eq!(
        world
            .mark_read(student, mark(vec![], true))
            .await
            .unwrap()
            .unread,
        0
    );
    assert_eq!(world.unread(student).await, 0);
    assert_eq!(world.unread(other).await, 1);
    assert!(
        world
            .inbox(student)
            .await
            .iter()
            .all(|one| one.read_at_ms > 0 && one.version == 2)
    );
    service.stop().await;

    let read: Vec<_> = world
        .announced(student)
        .await
        .into_iter()
        .filter(|(name, _)| name == "read")
        .map(|(_, one)| (one.id, one.version, one.unread))
        .collect();
    let wanted: Vec<_> = own.into_iter().zip([2, 2, 2]).zip([2, 0, 0]).collect();
    let wanted: Vec<_> = wanted
        .into_iter()
        .map(|((id, version), unread)| (id, version, unread))
        .collect();
    assert_eq!(
        read, wanted,
        "one event for each that was read, with the count afterwards"
    );
}

handup_testkit::on_both_databases!(
    pages_are_newest_first_without_gaps_and_repeats,
    only_the_own_are_seen_and_marked,
);
