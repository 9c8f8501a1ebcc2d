//! One session: students ask, tutors are asked or pick, help, and take breaks.

mod offering;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use handup_analytics::domain::wait::Situation;
use handup_assignment::domain::offers::{LabDesk, LabRules, LabTutor, Offer, OfferState};
use handup_assignment::domain::seat_map::SeatMap;
use handup_assignment::domain::share::Share;
use handup_contracts::v1::types::{AssignmentMode, AvailabilityStatus};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use uuid::Uuid;

use crate::estimates::Estimates;
use crate::profile::{Profile, Student, lognormal_s, milliseconds, reaction_s};

/// When the session begins; any moment but zero, which means "never" to the policy.
const START_MS: i64 = 1_000_000;
/// The part of offers that a tutor does not notice.
const UNNOTICED: f64 = 0.05;
/// Time to answer an offer, in milliseconds: the usual policy.
const ANSWER_MS: i64 = 30_000;
/// How long a tutor works between two breaks on average, and how long a break is, in seconds.
const WORK_S: f64 = 2_700.0;
const BREAK_S: f64 = 300.0;

/// How requests find their tutors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Tutors pick anybody who waits.
    Pull,
    /// The system offers.
    Push,
    /// The system offers and knows where the seats stand.
    Near,
    /// The system offers, and free tutors pick as well.
    Both,
    /// Whoever waits longest gets any free tutor at once, who needs no time to react: nothing can
    /// be faster.
    Omniscient,
}

impl Method {
    /// All methods; the last is what the others are compared with.
    pub const ALL: [Self; 5] = [
        Self::Pull,
        Self::Push,
        Self::Near,
        Self::Both,
        Self::Omniscient,
    ];

    /// Its name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pull => "pull",
            Self::Push => "push",
            Self::Near => "push, map",
            Self::Both => "both",
            Self::Omniscient => "omniscient",
        }
    }

    fn offers(self) -> bool {
        matches!(self, Self::Push | Self::Near | Self::Both)
    }

    fn picks(self) -> bool {
        matches!(self, Self::Pull | Self::Both)
    }
}

/// What came of a session.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Waits until help began, in milliseconds, in the order of asking.
    pub waits_ms: Vec<i64>,
    /// Help over time at work, for each tutor.
    pub loads: Vec<f64>,
    /// Seats passed on the way to each student, in the order of help.
    pub ways: Vec<i32>,
    /// Offers made.
    pub offers: usize,
    /// Offers that nobody answered in time.
    pub lapsed: usize,
    /// Offers to somebody who was not available.
    pub to_unavailable: usize,
    /// What students were told about their waits, if they were.
    pub estimates: Option<Estimates>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Asks(usize),
    HelpEnds(usize),
    /// A tutor answers an offer.
    Answers(Uuid),
    /// A tutor has looked at the list.
    Picks(usize),
    Leaves(usize),
    Returns(usize),
    Look,
}

struct Tutor {
    detail: LabTutor,
    missed: u32,
    /// When the help began that the tutor gives now or gave last.
    since_ms: i64,
    /// On a break as soon as nobody is being helped.
    wants_break: bool,
}

struct Session {
    method: Method,
    desk: LabDesk,
    room: SeatMap,
    students: Vec<Student>,
    tutors: Vec<Tutor>,
    waiting: BTreeMap<i64, usize>,
    offers: Vec<Offer>,
    events: BinaryHeap<Reverse<(i64, u64, Event)>>,
    numbers: u64,
    now_ms: i64,
    /// How people behave: not part of what the methods share.
    rng: StdRng,
    helped: BTreeMap<usize, i64>,
    outcome: Outcome,
}

/// Plays one session of `profile` under `method`. Students, their problems and tutors' breaks
/// follow from `seed` alone, so that all methods are given the same session.
#[must_use]
pub fn play(profile: Profile, method: Method, seed: u64) -> Outcome {
    begin(profile, method, seed).run()
}

/// Like [`play`], in a lab that has learned from earlier sessions: students are told what to expect.
#[must_use]
pub fn play_after(profile: Profile, method: Method, seed: u64, learned: Estimates) -> Outcome {
    let mut session = begin(profile, method, seed);
    session.outcome.estimates = Some(learned);
    session.run()
}

fn begin(profile: Profile, method: Method, seed: u64) -> Session {
    let mut shared = StdRng::seed_from_u64(seed);
    let students = profile.students(&mut shared);
    let mut session = Session::new(method, students, profile.tutors(), seed);
    for tutor in 0..profile.tutors() {
        let works_s = lognormal_s(WORK_S, 0.5, &mut shared);
        session.plan(START_MS + milliseconds(works_s), Event::Leaves(tutor));
    }
    session
}

fn id(number: usize) -> Uuid {
    Uuid::from_u128(number as u128)
}

impl Session {
    fn new(method: Method, students: Vec<Student>, tutors: usize, seed: u64) -> Self {
        let mode = if method == Method::Both {
            AssignmentMode::Both
        } else {
            AssignmentMode::Push
        };
        let share = Share {
            session_ms: START_MS,
            counted_to_ms: START_MS,
            ..Share::default()
        };
        let tutor = || Tutor {
            detail: LabTutor {
                switched_on: true,
                present: true,
                absent_since_ms: 0,
                helping: false,
                share,
                last_offer_ms: 0,
                seat: None,
            },
            missed: 0,
            since_ms: 0,
            wants_break: false,
        };
        let room = room();
        let mut session = Self {
            method,
            desk: LabDesk::new(LabRules {
                mode,
                paused: false,
                answer_ms: ANSWER_MS,
                seats: if method == Method::Near {
                    room.clone()
                } else {
                    SeatMap::default()
                },
            }),
            room,
            tutors: std::iter::repeat_with(tutor).take(tutors).collect(),
            waiting: BTreeMap::new(),
            offers: Vec::new(),
            events: BinaryHeap::new(),
            numbers: 0,
            now_ms: START_MS,
            rng: StdRng::seed_from_u64(seed ^ 0x5eed),
            helped: BTreeMap::new(),
            outcome: Outcome::default(),
            students,
        };
        for number in 0..session.students.len() {
            let at_ms = START_MS + session.students[number].asks_at_ms;
            session.plan(at_ms, Event::Asks(number));
        }
        session
    }

    fn plan(&mut self, at_ms: i64, event: Event) {
        self.numbers += 1;
        self.events.push(Reverse((at_ms, self.numbers, event)));
    }

    fn run(mut self) -> Outcome {
        while let Some(Reverse((at_ms, _, event))) = self.events.pop() {
            self.now_ms = at_ms;
            self.happen(event);
            if self.helped.len() == self.students.len() && self.tutors.iter().all(is_idle) {
                break;
            }
        }
        let now_ms = self.now_ms;
        self.outcome.waits_ms = self.helped.into_values().collect();
        self.outcome.loads = self
            .tutors
            .iter()
            .map(|tutor| counted(tutor, now_ms).load())
            .collect();
        self.outcome
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Asks(student) => {
                let place = i64::try_from(student).unwrap_or(i64::MAX);
                self.waiting.insert(place, student);
                self.have_all_look();
            }
            Event::HelpEnds(tutor) => {
                let help_ms = self.now_ms - self.tutors[tutor].since_ms;
                if let Some(estimates) = &mut self.outcome.estimates {
                    estimates.ends(help_ms);
                }
                self.change(tutor, |tutor| tutor.detail.helping = false);
                if self.tutors[tutor].wants_break {
                    self.leave(tutor);
                } else {
                    self.have_look(tutor);
                }
            }
            Event::Answers(offer) => self.accept(offer),
            Event::Picks(tutor) => self.pick(tutor),
            Event::Leaves(tutor) if self.tutors[tutor].detail.helping => {
                self.tutors[tutor].wants_break = true;
            }
            Event::Leaves(tutor) => self.leave(tutor),
            Event::Returns(tutor) => {
                self.change(tutor, |tutor| tutor.detail.switched_on = true);
                self.have_look(tutor);
                let works_s = lognormal_s(WORK_S, 0.5, &mut self.rng);
                self.plan(self.now_ms + milliseconds(works_s), Event::Leaves(tutor));
            }
            Event::Look => {}
        }
        self.tell_who_waits();
        if self.method.offers() {
            self.round();
        } else if self.method == Method::Omniscient {
            self.assign();
        }
    }

    /// Everybody who was told nothing yet learns what to expect.
    fn tell_who_waits(&mut self) {
        let Some(estimates) = &mut self.outcome.estimates else {
            return;
        };
        let at_work = |tutor: &&Tutor| tutor.detail.switched_on || tutor.detail.helping;
        let at_work = self.tutors.iter().filter(at_work).count();
        let free = self.tutors.iter().filter(|tutor| is_free(tutor)).count();
        for (ahead, student) in self.waiting.values().enumerate() {
            let situation = Situation {
                ahead,
                at_work,
                free,
                help_ms: 0,
            };
            estimates.tell(*student, situation, self.now_ms);
        }
    }

    fn leave(&mut self, tutor: usize) {
        self.change(tutor, |tutor| {
            tutor.detail.switched_on = false;
            tutor.wants_break = false;
        });
        let break_s = lognormal_s(BREAK_S, 0.5, &mut self.rng);
        self.plan(self.now_ms + milliseconds(break_s), Event::Returns(tutor));
    }

    /// Changes a tutor; the time before counts for what the tutor did until now.
    fn change(&mut self, tutor: usize, change: impl FnOnce(&mut Tutor)) {
        let tutor = &mut self.tutors[tutor];
        tutor.detail.share = counted(tutor, self.now_ms);
        change(tutor);
    }

    fn have_all_look(&mut self) {
        for tutor in 0..self.tutors.len() {
            if is_free(&self.tutors[tutor]) {
                self.have_look(tutor);
            }
        }
    }

    fn have_look(&mut self, tutor: usize) {
        if self.method.picks() {
            let at_ms = self.now_ms + self.reaction_ms();
            self.plan(at_ms, Event::Picks(tutor));
        }
    }

    fn reaction_ms(&mut self) -> i64 {
        milliseconds(reaction_s(&mut self.rng))
    }

    /// A free tutor takes anybody who waits, as people do who like some problems better.
    fn pick(&mut self, tutor: usize) {
        let asked = |offer: &Offer| offer.state == OfferState::Sent && offer.helper_id == id(tutor);
        if !is_free(&self.tutors[tutor]) || self.offers.iter().any(asked) || self.waiting.is_empty()
        {
            return;
        }
        let chosen = self.rng.random_range(0..self.waiting.len());
        if let Some(place) = self.waiting.keys().nth(chosen).copied() {
            self.help(tutor, place);
        }
    }

    fn assign(&mut self) {
        for tutor in 0..self.tutors.len() {
            if is_free(&self.tutors[tutor])
                && let Some(place) = self.waiting.keys().next().copied()
            {
                self.help(tutor, place);
            }
        }
    }

    fn help(&mut self, tutor: usize, place: i64) {
        let Some(student) = self.waiting.remove(&place) else {
            return;
        };
        let Student {
            asks_at_ms,
            help_ms,
        } = self.students[student];
        self.helped
            .insert(student, self.now_ms - START_MS - asks_at_ms);
        if let Some(estimates) = &mut self.outcome.estimates {
            estimates.begins(student, self.now_ms);
        }
        let now_ms = self.now_ms;
        let seat = seat_of(student);
        let before = self.tutors[tutor].detail.seat.as_deref();
        self.outcome.ways.extend(self.room.distance(before, &seat));
        self.change(tutor, |tutor| {
            tutor.detail.helping = true;
            tutor.detail.seat = Some(seat);
            tutor.since_ms = now_ms;
        });
        self.plan(self.now_ms + help_ms, Event::HelpEnds(tutor));
    }
}

/// A room of ten rows with twenty seats each.
fn room() -> SeatMap {
    SeatMap::new((0..200).map(|seat| (seat.to_string(), seat % 20, seat / 20)))
}

/// Where a student sits: anywhere, and always there. Multiplying by a number without a divisor in
/// common with the seats scatters those who ask one after another.
fn seat_of(student: usize) -> String {
    (student * 77 % 200).to_string()
}

fn is_free(tutor: &Tutor) -> bool {
    tutor.detail.switched_on && !tutor.detail.helping
}

fn is_idle(tutor: &Tutor) -> bool {
    !tutor.detail.helping
}

/// The tutor's share, counted until `now_ms`.
fn counted(tutor: &Tutor, now_ms: i64) -> Share {
    let status = match (tutor.detail.helping, tutor.detail.switched_on) {
        (true, _) => AvailabilityStatus::Busy,
        (false, true) => AvailabilityStatus::Available,
        (false, false) => AvailabilityStatus::Away,
    };
    tutor.detail.share.count(status, START_MS, now_ms)
}
