use uuid::Uuid;

use super::*;
use crate::domain::offers::{Action, Facts, plan};

fn tutor(number: u128, helped_ms: i64, last_offer_ms: i64) -> Helper<LabTutor> {
    Helper {
        id: Uuid::from_u128(number),
        missed: 0,
        detail: LabTutor {
            switched_on: true,
            present: true,
            absent_since_ms: 0,
            helping: false,
            share: Share {
                session_ms: 0,
                on_duty_ms: 1_000,
                helped_ms,
                counted_to_ms: 0,
            },
            last_offer_ms,
            seat: None,
        },
    }
}

fn lab() -> LabDesk {
    LabDesk::new(LabRules {
        mode: AssignmentMode::Push,
        paused: false,
        answer_ms: 30_000,
        seats: SeatMap::default(),
    })
}

fn asked_first(desk: &LabDesk, helpers: Vec<Helper<LabTutor>>) -> Option<u128> {
    let facts = Facts {
        needs: vec![Need {
            id: Uuid::from_u128(100),
            place: 1,
            wanted: 1,
            committed: 0,
            ended: None,
            taken_by: None,
            detail: LabNeed {
                held_until_ms: 0,
                seat: "2".into(),
            },
        }],
        helpers,
        offers: Vec::new(),
    };
    plan(desk, &facts, 50_000)
        .actions
        .iter()
        .find_map(|action| match action {
            Action::Send(proposal) => Some(proposal.helper_id.as_u128()),
            _ => None,
        })
}

#[test]
fn who_has_helped_least_for_the_time_at_work_is_asked_then_who_was_asked_longest_ago() {
    let desk = lab();
    let helpers = vec![tutor(1, 500, 0), tutor(2, 100, 900), tutor(3, 300, 0)];
    assert_eq!(asked_first(&desk, helpers), Some(2));
    let equal = vec![tutor(1, 100, 900), tutor(2, 100, 300)];
    assert_eq!(asked_first(&desk, equal), Some(2));
}

#[test]
fn a_tutor_who_is_away_helping_or_without_connection_is_not_asked() {
    let mut away = tutor(1, 0, 0);
    away.detail.switched_on = false;
    let mut helping = tutor(2, 0, 0);
    helping.detail.helping = true;
    let mut gone = tutor(3, 0, 0);
    gone.detail.present = false;
    gone.detail.absent_since_ms = 49_999;
    assert_eq!(asked_first(&lab(), vec![away, helping, gone]), None);
}

#[test]
fn on_a_map_the_nearest_of_those_who_have_carried_about_the_same_is_asked() {
    let seats = [("1", 0, 0), ("2", 1, 0), ("3", 9, 9)];
    let mut desk = lab();
    desk.rules.seats =
        SeatMap::new(seats.map(|(name, column, row)| (name.to_owned(), column, row)));
    let at = |seat: &str, mut tutor: Helper<LabTutor>| {
        tutor.detail.seat = Some(seat.to_owned());
        tutor
    };
    let near = at("1", tutor(1, 320, 900));
    let far = at("3", tutor(2, 310, 0));
    let helpers = vec![near.clone(), far.clone()];
    assert_eq!(asked_first(&desk, helpers), Some(1));
    assert_eq!(asked_first(&lab(), vec![near, far.clone()]), Some(2));
    let near_and_busy = at("1", tutor(1, 400, 0));
    assert_eq!(asked_first(&desk, vec![near_and_busy, far]), Some(2));
}
