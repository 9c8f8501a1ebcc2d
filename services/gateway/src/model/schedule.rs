//! When a queue opens and closes by itself.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use handup_contracts::Problem;
use handup_contracts::v1::types;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::ToSchema;

use crate::model::{all, optional_time};

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// In the order of ISO 8601, whose numbers begin with 1.
const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// Minutes after midnight by the clock on the wall, written as hours and minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WallTime(i32);

impl Display for WallTime {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for WallTime {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let two_digits = |part: &str| {
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<i32>().ok().filter(|_| digits)
        };
        text.split_once(':')
            .and_then(|(hours, minutes)| Some((two_digits(hours)?, two_digits(minutes)?)))
            .filter(|(hours, minutes)| *minutes < 60 && hours * 60 + minutes <= 24 * 60)
            .map(|(hours, minutes)| Self(hours * 60 + minutes))
            .ok_or_else(|| "must be a time like 09:30, from 00:00 to 24:00".to_owned())
    }
}

impl Serialize for WallTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for WallTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Hours on one day of every week, by the clock of the organisation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WeeklyHours {
    pub(crate) weekday: Weekday,
    #[schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", examples("10:00"))]
    pub(crate) opens: WallTime,
    /// Later than it opens on the same day; 24:00 is the end of the day.
    #[schema(value_type = String, pattern = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", examples("12:00"))]
    pub(crate) closes: WallTime,
}

/// A week of a queue. Where the clock is put forward or back, times are read as RFC 5545 says.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Schedule {
    /// Hours that touch are one session. Without hours nothing happens by itself.
    #[schema(max_items = 50)]
    pub(crate) hours: Vec<WeeklyHours>,
    /// Whether closing ends the requests of those who still wait; else they keep their places.
    pub(crate) send_home: bool,
}

/// The queue opens or closes by itself.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Turn {
    pub(crate) at: Timestamp,
    /// Whether it is open from then on.
    pub(crate) opens: bool,
}

impl Turn {
    /// The next turn of a lab, if there is one.
    pub(crate) fn next(lab: &types::Lab) -> Result<Option<Self>, Problem> {
        let opens = lab.next_turn_opens;
        Ok(optional_time(lab.next_turn_at_ms)?.map(|at| Self { at, opens }))
    }
}

impl From<Schedule> for types::Schedule {
    fn from(schedule: Schedule) -> Self {
        Self {
            hours: schedule.hours.into_iter().map(Into::into).collect(),
            send_home: schedule.send_home,
        }
    }
}

impl From<WeeklyHours> for types::WeeklyHours {
    fn from(hours: WeeklyHours) -> Self {
        let weekday = WEEK.iter().position(|day| *day == hours.weekday);
        Self {
            weekday: weekday.map_or(0, |index| i32::try_from(index + 1).unwrap_or_default()),
            opens_min: hours.opens.0,
            closes_min: hours.closes.0,
        }
    }
}

impl TryFrom<types::Schedule> for Schedule {
    type Error = Problem;

    fn try_from(schedule: types::Schedule) -> Result<Self, Problem> {
        Ok(Self {
            hours: all(schedule.hours)?,
            send_home: schedule.send_home,
        })
    }
}

impl TryFrom<types::WeeklyHours> for WeeklyHours {
    type Error = Problem;

    fn try_from(hours: types::WeeklyHours) -> Result<Self, Problem> {
        let weekday = usize::try_from(hours.weekday - 1)
            .ok()
            .and_then(|index| WEEK.get(index));
        Ok(Self {
            weekday: *weekday.ok_or_else(|| Problem::internal("hours without a weekday"))?,
            opens: WallTime(hours.opens_min),
            closes: WallTime(hours.closes_min),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_on_the_wall_is_read_as_it_is_written() {
        for text in ["00:00", "09:05", "23:59", "24:00"] {
            assert_eq!(text.parse::<WallTime>().unwrap().to_string(), text);
        }
        for text in [
            "", "9:30", "09:60", "24:01", "25:00", "09.30", "+9:30", "0９:30",
        ] {
            assert!(text.parse::<WallTime>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_schedule_survives_the_way_through_a_message() {
        let text =
            r#"{"hours":[{"weekday":"sunday","opens":"10:00","closes":"24:00"}],"send_home":true}"#;
        let schedule: Schedule = serde_json::from_str(text).unwrap();
        let message = types::Schedule::from(schedule);
        assert_eq!(message.hours[0].weekday, 7);
        let back = Schedule::try_from(message).unwrap();
        assert_eq!(serde_json::to_string(&back).unwrap(), text);
    }
}
