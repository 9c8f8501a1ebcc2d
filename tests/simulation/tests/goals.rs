//! What the policies promise, on sessions that are always the same.

use handup_simulation::figures::{held, jain, measure};
use handup_simulation::profile::Profile;
use handup_simulation::session::{Method, play};

const SEEDS: [u64; 5] = [1, 2, 3, 4, 5];

#[test]
fn before_a_deadline_offers_are_shared_out_evenly_and_cost_little_time() {
    let push = measure(Profile::Deadline, Method::Push, &SEEDS);
    assert!(push.jain >= 0.95, "{push:?}");
    assert!(push.p95_ratio <= 1.15, "{push:?}");
}

/// Where several tutors are free at once; else there is nobody to choose.
#[test]
fn a_map_of_the_room_shortens_the_ways_and_keeps_the_shares_even() {
    let seeds: Vec<u64> = (1..=21).collect();
    let push = measure(Profile::Normal, Method::Push, &seeds);
    let near = measure(Profile::Normal, Method::Near, &seeds);
    assert!(near.jain >= 0.95, "{near:?}");
    assert!(near.way < push.way, "{} and {}", near.way, push.way);
}

/// In sessions of one lab one after another, which begins without any experience.
#[test]
fn eight_in_ten_expected_waits_hold() {
    let seeds: Vec<u64> = (1..=21).collect();
    for profile in [Profile::Normal, Profile::Deadline] {
        for method in [Method::Pull, Method::Push, Method::Both] {
            let held = held(profile, method, &seeds);
            assert!(
                (0.75..=0.85).contains(&held),
                "{profile:?} {method:?}: {held}"
            );
        }
    }
}

#[test]
fn nobody_who_is_not_available_is_ever_asked() {
    for profile in Profile::ALL {
        for method in [Method::Push, Method::Near, Method::Both] {
            assert_eq!(measure(profile, method, &SEEDS).to_unavailable, 0);
        }
    }
}

#[test]
fn everybody_is_helped_in_the_end_and_the_same_seed_plays_the_same_session() {
    for profile in Profile::ALL {
        for method in Method::ALL {
            let (one, other) = (play(profile, method, 5), play(profile, method, 5));
            assert_eq!(one.waits_ms, other.waits_ms);
            let omniscient = play(profile, Method::Omniscient, 5);
            assert_eq!(one.waits_ms.len(), omniscient.waits_ms.len());
        }
    }
}

#[test]
fn the_index_of_fairness_is_one_for_equal_shares_and_one_nth_where_one_carries_all() {
    assert!((jain(&[0.4, 0.4, 0.4]) - 1.0).abs() < 1e-9);
    assert!((jain(&[0.9, 0.0, 0.0]) - 1.0 / 3.0).abs() < 1e-9);
}
