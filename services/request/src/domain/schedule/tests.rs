use proptest::prelude::*;

use super::*;

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

fn ms(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_millisecond()
}

fn weekly(hours: &[(i32, i32, i32)]) -> Schedule {
    let hours = hours.iter().map(|(weekday, opens, closes)| Hours {
        weekday: *weekday,
        opens: *opens,
        closes: *closes,
    });
    Schedule {
        hours: hours.collect(),
        send_home: false,
    }
}

fn turns(schedule: &Schedule, from: &str, count: usize) -> Vec<String> {
    let mut after = ms(from);
    let mut turns = Vec::new();
    while let Some(turn) = schedule
        .next_turn(&berlin(), after)
        .filter(|_| turns.len() < count)
    {
        let what = if turn.opens { "opens" } else { "closes" };
        let at = Timestamp::from_millisecond(turn.at_ms).unwrap();
        turns.push(format!("{what} {at}"));
        after = turn.at_ms;
    }
    turns
}

#[test]
fn the_hours_stay_the_same_on_the_wall_when_the_clock_is_put_back() {
    let mondays = weekly(&[(1, 10 * 60, 12 * 60)]);
    assert_eq!(
        turns(&mondays, "2026-10-19T00:00:00Z", 4),
        [
            "opens 2026-10-19T08:00:00Z",
            "closes 2026-10-19T10:00:00Z",
            "opens 2026-10-26T09:00:00Z",
            "closes 2026-10-26T11:00:00Z",
        ]
    );
}

#[test]
fn a_time_that_does_not_occur_moves_by_the_gap() {
    // On 29 March 2026 the clock in Berlin goes from 02:00 to 03:00.
    let night = weekly(&[(7, 2 * 60 + 30, 4 * 60)]);
    assert_eq!(
        turns(&night, "2026-03-28T12:00:00Z", 2),
        ["opens 2026-03-29T01:30:00Z", "closes 2026-03-29T02:00:00Z"]
    );
}

#[test]
fn hours_that_lie_in_the_gap_are_left_out_once() {
    let night = weekly(&[(7, 2 * 60 + 30, 3 * 60)]);
    assert_eq!(
        turns(&night, "2026-03-28T12:00:00Z", 1),
        ["opens 2026-04-05T00:30:00Z"]
    );
}

#[test]
fn a_time_that_occurs_twice_is_the_first() {
    // On 25 October 2026 the clock in Berlin goes from 03:00 back to 02:00.
    let night = weekly(&[(7, 2 * 60 + 30, 3 * 60)]);
    assert_eq!(
        turns(&night, "2026-10-24T12:00:00Z", 2),
        ["opens 2026-10-25T00:30:00Z", "closes 2026-10-25T02:00:00Z"]
    );
}

#[test]
fn hours_that_touch_are_one_session_even_over_midnight() {
    let long = weekly(&[(1, 20 * 60, 22 * 60), (1, 22 * 60, DAY), (2, 0, 60)]);
    assert_eq!(
        turns(&long, "2026-11-23T00:00:00Z", 3),
        [
            "opens 2026-11-23T19:00:00Z",
            "closes 2026-11-24T00:00:00Z",
            "opens 2026-11-30T19:00:00Z",
        ]
    );
}

#[test]
fn a_week_that_is_open_all_the_time_never_turns() {
    let always: Vec<_> = (1..=7).map(|day| (day, 0, DAY)).collect();
    assert_eq!(
        weekly(&always).next_turn(&berlin(), ms("2026-11-26T12:00:00Z")),
        None
    );
}

#[test]
fn nothing_happens_without_hours() {
    assert_eq!(Schedule::default().next_turn(&berlin(), 0), None);
}

#[test]
fn a_week_is_said_in_words() {
    let week = weekly(&[(1, 600, 720), (7, 0, DAY)]);
    assert_eq!(
        week.in_words(),
        "Monday 10:00–12:00, Sunday 00:00–24:00; who waits keeps the place"
    );
    assert_eq!(Schedule::default().in_words(), "no hours");
}

#[test]
fn every_broken_rule_is_named_at_its_hours() {
    let hours = |weekday, opens_min, closes_min| types::WeeklyHours {
        weekday,
        opens_min,
        closes_min,
    };
    let message = types::Schedule {
        hours: vec![
            hours(1, 600, 720),
            hours(1, 700, 800),
            hours(8, 600, 720),
            hours(2, -1, 720),
            hours(3, 600, 600),
        ],
        send_home: false,
    };
    let problem = Schedule::from_message(&message).unwrap_err();
    let fields: Vec<_> = problem.fields.iter().map(|field| &field.field).collect();
    assert_eq!(
        fields,
        [
            "hours[1].opens",
            "hours[2].weekday",
            "hours[3].opens",
            "hours[4].closes"
        ]
    );
}

fn any_schedule() -> impl Strategy<Value = Schedule> {
    let hours = (1..=7_i32, 0..DAY, 1..=DAY)
        .prop_filter("opens before it closes", |(_, opens, closes)| {
            opens < closes
        });
    proptest::collection::vec(hours, 1..6).prop_map(|hours| weekly(&hours))
}

proptest! {
    #[test]
    fn a_turn_comes_within_two_weeks_and_changes_what_is_open(
        schedule in any_schedule(),
        after_ms in 1_700_000_000_000_i64..1_900_000_000_000,
    ) {
        let zone = berlin();
        let Some(turn) = schedule.next_turn(&zone, after_ms) else {
            // Only a week that is open all the time has none.
            prop_assert!(schedule.is_open_at(&zone, after_ms));
            return Ok(());
        };
        prop_assert!(turn.at_ms > after_ms);
        prop_assert!(turn.at_ms - after_ms <= 15 * 24 * 3_600_000);
        prop_assert_eq!(schedule.is_open_at(&zone, turn.at_ms), turn.opens);
        prop_assert_eq!(schedule.is_open_at(&zone, turn.at_ms - 1), !turn.opens);
        prop_assert_eq!(schedule.is_open_at(&zone, after_ms), !turn.opens);
    }

    #[test]
    fn a_schedule_survives_the_way_through_a_message(
        days in proptest::collection::btree_set(1..=7_i32, 0..7),
        opens in 0..700_i32,
        length in 1..700_i32,
        send_home: bool,
    ) {
        let hours: Vec<_> = days.into_iter().map(|day| (day, opens, opens + length)).collect();
        let schedule = Schedule { send_home, ..weekly(&hours) };
        prop_assert_eq!(Schedule::from_message(&schedule.message()), Ok(schedule));
    }
}
