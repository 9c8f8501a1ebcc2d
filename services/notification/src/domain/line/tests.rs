use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

const PLACES: usize = 2;

/// A queue as the service keeps it: by place.
#[derive(Default)]
struct Line(BTreeMap<i64, Waiting>);

impl Line {
    fn front(&self) -> Vec<Waiting> {
        self.0.values().take(PLACES).cloned().collect()
    }

    fn position(&self, id: Uuid) -> Option<usize> {
        self.0
            .values()
            .position(|waiting| waiting.request_id == id)
            .map(|index| index + 1)
    }

    /// Lets `id` enter at `place`, or leave from it, and returns who is told.
    fn change(&mut self, id: Uuid, place: i64, enters: bool, revision: i64) -> Vec<Uuid> {
        let before = self.front();
        if enters {
            let waiting = Waiting {
                request_id: id,
                students: Vec::new(),
                since_revision: revision,
                notice: Notice::Due,
            };
            self.0.insert(place, waiting);
        } else {
            self.0.remove(&place);
        }
        let change = Change {
            request_id: id,
            entered: enters,
            entered_further_back: false,
            revision,
        };
        let decision = near_front(&before, &self.front(), change);
        let told: Vec<_> = decision
            .tell
            .iter()
            .map(|(_, one)| one.request_id)
            .collect();
        for waiting in self.0.values_mut() {
            let id = waiting.request_id;
            if told.contains(&id) {
                waiting.notice = Notice::Told;
            } else if decision.settle.contains(&id) {
                waiting.notice = Notice::Settled;
            } else if decision.due_again.contains(&id) {
                waiting.notice = Notice::Due;
            }
        }
        told
    }
}

/// Entering and leaving of some requests, each entering at most once: (request, enters).
fn changes() -> impl Strategy<Value = Vec<(i64, bool)>> {
    prop::collection::vec((0_i64..12, any::<bool>()), 1..60).prop_map(|wishes| {
        let mut entered = BTreeMap::new();
        wishes
            .into_iter()
            .filter(|(number, enters)| match (entered.get(number), enters) {
                (None, true) => entered.insert(*number, true).is_none(),
                (Some(true), false) => entered.insert(*number, false).is_some(),
                _ => false,
            })
            .collect()
    })
}

fn id_of(number: i64) -> Uuid {
    Uuid::from_u128(u128::try_from(number).unwrap())
}

proptest! {
    #[test]
    fn in_order_those_are_told_once_who_began_further_back_and_come_near(changes in changes()) {
        let mut line = Line::default();
        let mut began = BTreeMap::new();
        let mut told_so_far = BTreeMap::new();
        for (revision, (number, enters)) in (1_i64..).zip(changes) {
            let id = id_of(number);
            let told = line.change(id, number, enters, revision);
            if enters {
                began.insert(id, line.position(id).unwrap());
            }
            for one in told {
                prop_assert!(one != id);
                prop_assert!(began[&one] > PLACES);
                prop_assert!(line.position(one).unwrap() <= PLACES);
                prop_assert_eq!(told_so_far.insert(one, revision), None);
            }
            for waiting in line.front() {
                let wanted = began[&waiting.request_id] > PLACES;
                prop_assert_eq!(told_so_far.contains_key(&waiting.request_id), wanted);
            }
        }
    }

    #[test]
    fn in_any_order_nobody_is_told_twice_in_a_stay_or_in_the_moment_of_asking(
        (changes, order) in changes().prop_flat_map(|changes| {
            let order: Vec<_> = (0..changes.len()).collect();
            (Just(changes), Just(order).prop_shuffle())
        })
    ) {
        let mut line = Line::default();
        let mut left = BTreeSet::new();
        let mut told_so_far = Vec::new();
        for index in order {
            let (number, enters) = changes[index];
            let id = id_of(number);
            // Older than what is known: the service does not apply it.
            if enters && left.contains(&number) {
                continue;
            }
            if !enters {
                left.insert(number);
            }
            let revision = i64::try_from(index).unwrap() + 1;
            for one in line.change(id, number, enters, revision) {
                prop_assert!(one != id);
                prop_assert!(line.position(one).unwrap() <= PLACES);
                prop_assert!(!told_so_far.contains(&one));
                told_so_far.push(one);
            }
        }
    }
}

#[test]
fn who_asks_at_the_front_is_never_told() {
    let mut line = Line::default();
    assert!(line.change(id_of(1), 1, true, 1).is_empty());
    assert!(line.change(id_of(2), 2, true, 2).is_empty());
    assert!(line.change(id_of(1), 1, false, 3).is_empty());
}

#[test]
fn a_late_event_from_before_the_stay_corrects_where_it_began() {
    let mut line = Line::default();
    // 3 asked when 1 and 2 waited, but their events come late.
    assert!(line.change(id_of(3), 3, true, 3).is_empty());
    assert!(line.change(id_of(1), 1, true, 1).is_empty());
    assert!(line.change(id_of(2), 2, true, 2).is_empty());
    assert_eq!(line.change(id_of(1), 1, false, 4), [id_of(3)]);
}

#[test]
fn who_asked_further_back_and_is_heard_of_late_is_told() {
    let late = Waiting {
        request_id: id_of(3),
        students: Vec::new(),
        since_revision: 3,
        notice: Notice::Due,
    };
    let change = Change {
        request_id: id_of(3),
        entered: true,
        entered_further_back: true,
        revision: 3,
    };
    let decision = near_front(&[], std::slice::from_ref(&late), change);
    assert_eq!(decision.tell, [(1, late)]);
}
