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
mod tests;
