//! When a lab's queue opens and closes by itself: the same hours every week, on the clock of the
//! organisation.
//!
//! Where the clock is put forward or back, local times are read as RFC 5545, section 3.3.5, reads
//! them: a time that does not occur is taken with the offset before the gap, one that occurs twice
//! is the first. Hours that shrink to nothing in such a night are left out.

use handup_contracts::v1::types;
use handup_contracts::{FieldProblem, Problem};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

/// Most hours in one week.
const MOST_HOURS: usize = 50;
/// Minutes of a day; as the end of hours it is midnight.
const DAY: i32 = 24 * 60;
/// Days within which the next turn lies: two weeks, because one may have lost its only hours.
const LOOK_AHEAD: i64 = 15;

/// Hours on one day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hours {
    /// 1 for Monday to 7 for Sunday (ISO 8601).
    pub weekday: i32,
    /// Minutes after midnight.
    pub opens: i32,
    /// Minutes after midnight, later than `opens`; 1440 is the end of the day.
    pub closes: i32,
}

/// A week of a lab's queue. Without hours nothing happens by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Schedule {
    /// In the order of the week, without overlaps.
    pub hours: Vec<Hours>,
    /// Whether closing ends the requests of those who still wait; else they keep their places.
    pub send_home: bool,
}

/// The queue opens or closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// Whether it is open from then on.
    pub opens: bool,
}

impl Schedule {
    /// The schedule that a message asks for.
    ///
    /// # Errors
    /// Names every hours that break a rule.
    pub fn from_message(message: &types::Schedule) -> Result<Self, Problem> {
        if message.hours.len() > MOST_HOURS {
            let text = format!("A week may have at most {MOST_HOURS} hours.");
            return Err(Problem::invalid("hours", text));
        }
        let all: Vec<Hours> = message
            .hours
            .iter()
            .map(|hours| Hours {
                weekday: hours.weekday,
                opens: hours.opens_min,
                closes: hours.closes_min,
            })
            .collect();
        let broken: Vec<FieldProblem> = all
            .iter()
            .enumerate()
            .filter_map(|(index, hours)| {
                let (field, message) = hours.broken(&all[..index])?;
                Some(FieldProblem {
                    field: format!("hours[{index}].{field}"),
                    message: message.to_owned(),
                })
            })
            .collect();
        if !broken.is_empty() {
            return Err(Problem::invalid_fields(broken));
        }
        let mut hours = all;
        hours.sort_unstable();
        Ok(Self {
            hours,
            send_home: message.send_home,
        })
    }

    /// This schedule as a message.
    #[must_use]
    pub fn message(&self) -> types::Schedule {
        types::Schedule {
            hours: self
                .hours
                .iter()
                .map(|hours| types::WeeklyHours {
                    weekday: hours.weekday,
                    opens_min: hours.opens,
                    closes_min: hours.closes,
                })
                .collect(),
            send_home: self.send_home,
        }
    }

    /// The week in words, for the lab's history.
    #[must_use]
    pub fn in_words(&self) -> String {
        if self.hours.is_empty() {
            return "no hours".to_owned();
        }
        let hours: Vec<String> = self.hours.iter().map(Hours::in_words).collect();
        let waiting = if self.send_home {
            "who waits is sent home"
        } else {
            "who waits keeps the place"
        };
        format!("{}; {waiting}", hours.join(", "))
    }

    /// When the queue opens or closes next after `after_ms`; nothing if it never does.
    #[must_use]
    pub fn next_turn(&self, zone: &TimeZone, after_ms: i64) -> Option<Turn> {
        // What is open all week long only seems to close where the spans end.
        let latest_ms = after_ms + LOOK_AHEAD * 24 * 3_600_000;
        self.spans(zone, after_ms)
            .into_iter()
            .flat_map(|(opens, closes)| [(opens, true), (closes, false)])
            .find(|(at_ms, _)| *at_ms > after_ms)
            .filter(|(at_ms, _)| *at_ms <= latest_ms)
            .map(|(at_ms, opens)| Turn { at_ms, opens })
    }

    /// Whether the queue is to be open at this moment.
    #[must_use]
    pub fn is_open_at(&self, zone: &TimeZone, at_ms: i64) -> bool {
        self.spans(zone, at_ms)
            .into_iter()
            .any(|(opens, closes)| (opens..closes).contains(&at_ms))
    }

    /// When the queue is open around this moment and for as long as is looked ahead, in order;
    /// hours that touch are one span.
    fn spans(&self, zone: &TimeZone, around_ms: i64) -> Vec<(i64, i64)> {
        let Ok(around) = Timestamp::from_millisecond(around_ms) else {
            return Vec::new();
        };
        let today = around.to_zoned(zone.clone()).date();
        let mut spans: Vec<(i64, i64)> = (-1..=LOOK_AHEAD + 1)
            .filter_map(|days| today.checked_add(days.days()).ok())
            .flat_map(|date| self.spans_of(zone, date))
            .collect();
        spans.sort_unstable();
        spans.into_iter().fold(Vec::new(), |mut joined, span| {
            match joined.last_mut() {
                Some((_, closes)) if span.0 <= *closes => *closes = span.1.max(*closes),
                _ => joined.push(span),
            }
            joined
        })
    }

    fn spans_of(&self, zone: &TimeZone, date: Date) -> impl Iterator<Item = (i64, i64)> {
        self.hours
            .iter()
            .filter(move |hours| weekday(date.weekday()) == hours.weekday)
            .filter_map(move |hours| {
                let opens = moment(zone, date, hours.opens)?;
                let closes = moment(zone, date, hours.closes)?;
                (opens < closes).then_some((opens, closes))
            })
    }
}

impl Hours {
    fn in_words(&self) -> String {
        let day = match self.weekday {
            1 => "Monday",
            2 => "Tuesday",
            3 => "Wednesday",
            4 => "Thursday",
            5 => "Friday",
            6 => "Saturday",
            _ => "Sunday",
        };
        let time = |minutes: i32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        format!("{day} {}–{}", time(self.opens), time(self.closes))
    }

    /// The field and the rule that these hours break, if any, after `earlier` ones of the message.
    fn broken(&self, earlier: &[Self]) -> Option<(&'static str, &'static str)> {
        if !(1..=7).contains(&self.weekday) {
            return Some(("weekday", "Choose a day of the week."));
        }
        if !(0..DAY).contains(&self.opens) {
            return Some(("opens", "Opening must be a time from 00:00 to 23:59."));
        }
        if !(self.opens + 1..=DAY).contains(&self.closes) {
            return Some((
                "closes",
                "Closing must be later than opening, at most 24:00.",
            ));
        }
        let overlaps = earlier.iter().any(|other| {
            other.weekday == self.weekday && other.opens < self.closes && self.opens < other.closes
        });
        overlaps.then_some(("opens", "These hours overlap others of the same day."))
    }
}

fn weekday(day: Weekday) -> i32 {
    i32::from(day.to_monday_one_offset())
}

/// `minutes` after midnight of this date by the clock on the wall.
fn moment(zone: &TimeZone, date: Date, minutes: i32) -> Option<i64> {
    let (date, minutes) = if minutes == DAY {
        (date.tomorrow().ok()?, 0)
    } else {
        (date, minutes)
    };
    let time = Time::midnight() + Span::new().minutes(minutes);
    // "Compatible" is what RFC 5545 asks for.
    let zoned = zone.to_ambiguous_zoned(date.to_datetime(time)).compatible();
    Some(zoned.ok()?.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
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
}
