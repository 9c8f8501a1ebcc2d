use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use futures::{StreamExt as _, stream};
use handup_contracts::v1::types::Role;
use handup_system_tests::{Person, Stage};
use handup_testkit::database::Backend;
use handup_testkit::wait;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout_at;
use uuid::Uuid;

use crate::page::{Page, Place, Tally, Way};
use crate::plan::Plan;
use crate::record::{Record, What};
use crate::report::Report;
use crate::student::Student;
use crate::tutor::Tutor;
use crate::verdict::{self, Truth, of};

/// Works of the preparation at the same time.
const AT_ONCE: usize = 8;
/// Most that an access token can last, in seconds: longer than any run.
const TOKEN_S: i64 = 6 * 3_600;

/// Pause between two looks whether a page has heard of everything.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A lab with its people. Everybody has a page open.
struct Lab {
    id: Uuid,
    number: usize,
    students: Vec<(Person, Page)>,
    tutors: Vec<(Person, Page)>,
}

/// Plays what `plan` says and checks everything afterwards.
pub async fn run(plan: Plan, backend: Backend) -> Report {
    let stage = Stage::without_links(backend, 2, |settings| {
        settings.auth.access_token_s = TOKEN_S;
    })
    .await;
    let (end_of_pages, pages_end) = watch::channel(false);
    let tally: Arc<Tally> = Arc::default();
    let labs = open_labs(&stage, plan, &tally, &pages_end).await;
    let pages = labs
        .iter()
        .map(|lab| lab.students.len() + lab.tutors.len())
        .sum();
    let (begun, frames_before) = (Instant::now(), tally.frames.load(Ordering::Relaxed));
    let record = Record::new();
    let labs = play(labs, plan, &record).await;
    let entries = record.entries();
    let mut truth = HashMap::new();
    let mut faults = Vec::new();
    for lab in &labs {
        faults.extend(compare_pages(lab).await);
        truth.extend(read_all(lab).await);
    }
    faults.extend(verdict::faults(&entries, &truth));
    let mut asking_ms: Vec<u64> = of(&entries, What::Asked)
        .map(|entry| entry.took_ms)
        .collect();
    asking_ms.sort_unstable();
    let report = Report {
        faults,
        idle: verdict::idle(&entries),
        plan,
        pages,
        frames: tally.frames.load(Ordering::Relaxed) - frames_before,
        reconnects: tally.reconnects.load(Ordering::Relaxed),
        lasted: begun.elapsed(),
        counts: Report::counts(&entries),
        asked_in_busiest_second: Report::busiest_second(&entries),
        asking_ms,
    };
    // Pages may go before the servers do.
    end_of_pages.send_replace(true);
    stage.stop().await;
    report
}

async fn open_labs(
    stage: &Stage,
    plan: Plan,
    tally: &Arc<Tally>,
    end: &watch::Receiver<bool>,
) -> Vec<Lab> {
    let manager = stage.person("mona", Role::Manager).await;
    let http = reqwest::Client::new();
    let mut labs = Vec::with_capacity(plan.labs);
    for number in 0..plan.labs {
        let id = stage.add_lab(&format!("Lab {number}")).await;
        let path = format!("/api/v1/labs/{id}/policy");
        let rules = Stage::policy(&json!({ "mode": "push" }));
        manager.put(&path, rules).await.ok();
        let open = async |name: String, role: Role| {
            let person = stage.member(http.clone(), id, &name, role).await;
            let way = Way {
                address: person.address(),
                token: person.token().to_owned(),
                topic: format!("lab/{id}"),
                watches_offers: role == Role::Tutor,
            };
            let page = Page::open(way, Arc::clone(tally), end.clone()).await;
            (person, page)
        };
        let names = (0..plan.students).map(|one| (format!("student{number}x{one}"), Role::Student));
        let students = stream::iter(names)
            .map(|(name, role)| open(name, role))
            .buffered(AT_ONCE)
            .collect()
            .await;
        let names = (0..plan.tutors).map(|one| (format!("tutor{number}x{one}"), Role::Tutor));
        let tutors: Vec<(Person, Page)> = stream::iter(names)
            .map(|(name, role)| open(name, role))
            .buffered(AT_ONCE)
            .collect()
            .await;
        for (tutor, _) in &tutors {
            go_on_duty(tutor, id).await;
        }
        labs.push(Lab {
            id,
            number,
            students,
            tutors,
        });
    }
    labs
}

async fn go_on_duty(tutor: &Person, lab_id: Uuid) {
    let path = format!("/api/v1/labs/{lab_id}/availability");
    tutor.put(&path, json!({ "available": true })).await.ok();
    wait::until("the tutor is available", || async {
        tutor.get(&path).await.ok()["status"] == "available"
    })
    .await;
}

/// Everybody does what the plan says, until the hour is over.
async fn play(labs: Vec<Lab>, plan: Plan, record: &Record) -> Vec<Lab> {
    let (ending, end) = watch::channel(false);
    let begin = tokio::time::Instant::now();
    let mut students = JoinSet::new();
    let mut tutors = JoinSet::new();
    let mut people = Vec::new();
    for lab in labs {
        let path = format!("/api/v1/labs/{}", lab.id);
        for (seat, (visit, (person, _))) in plan
            .visits(lab.number)
            .into_iter()
            .zip(&lab.students)
            .enumerate()
        {
            let student = Student {
                person: person.clone(),
                lab: path.clone(),
                lab_number: lab.number,
                seat,
            };
            students.spawn(student.visit(visit, begin, record.clone(), end.clone()));
        }
        for (one, (person, page)) in lab.tutors.into_iter().enumerate() {
            let tutor = Tutor {
                person: person.clone(),
                page,
                lab_number: lab.number,
                plan,
                rng: plan.rng(lab.number, 1 + one),
                record: record.clone(),
            };
            let end = end.clone();
            let number = lab.number;
            tutors.spawn(async move { (number, person, tutor.work(end).await) });
        }
        people.push(Lab {
            tutors: Vec::new(),
            ..lab
        });
    }
    let hour = timeout_at(begin + plan.hour, std::future::pending::<()>());
    hour.await.unwrap_or_default();
    ending.send_replace(true);
    while let Some(student) = students.join_next().await {
        student.expect("every student is done");
    }
    while let Some(tutor) = tutors.join_next().await {
        let (number, person, page) = tutor.expect("every tutor is done");
        people[number].tutors.push((person, page));
    }
    people
}

/// Every page shows what the server says, once it has heard of everything.
async fn compare_pages(lab: &Lab) -> Vec<String> {
    let (tutor, _) = lab.tutors.first().expect("a lab has tutors");
    let path = format!("/api/v1/labs/{}/queue", lab.id);
    let queue = tutor.get(&path).await.ok();
    let revision = queue["revision"].as_i64().expect("a revision");
    let wanted: BTreeMap<String, Place> = rows(&queue)
        .map(|row| {
            let place = Place {
                place: row["place"].as_i64().expect("a place"),
                waits: row["status"] == "pending",
            };
            (text(row, "id"), place)
        })
        .collect();
    let mut faults = Vec::new();
    for (person, page) in lab.students.iter().chain(&lab.tutors) {
        let heard_of_all = async {
            let mut ticks = tokio::time::interval(LOOK_EVERY);
            while page.picture().revision < revision {
                ticks.tick().await;
            }
        };
        let late = tokio::time::timeout(wait::LONGEST, heard_of_all)
            .await
            .is_err();
        let picture = page.picture();
        if late || picture.revision != revision || picture.queue != wanted {
            faults.push(format!(
                "the page of {} shows revision {} with {} places, the server has {revision} with {}",
                person.username,
                picture.revision,
                picture.queue.len(),
                wanted.len()
            ));
        }
    }
    faults
}

/// All requests of a lab, as staff read them.
async fn read_all(lab: &Lab) -> HashMap<String, Truth> {
    let (tutor, _) = lab.tutors.first().expect("a lab has tutors");
    let mut truth = HashMap::new();
    let mut page = String::new();
    loop {
        let path = format!("/api/v1/labs/{}/requests?page_size=100{page}", lab.id);
        let found = tutor.get(&path).await.ok();
        for row in rows(&found) {
            let now = Truth {
                lab: lab.number,
                status: text(row, "status"),
                outcome: text(row, "outcome"),
                helper: text(row, "helper_name"),
            };
            truth.insert(text(row, "id"), now);
        }
        match found["next_page"].as_str() {
            Some(next) => page = format!("&page={next}"),
            None => return truth,
        }
    }
}

fn rows(answer: &Value) -> impl Iterator<Item = &Value> {
    answer["requests"].as_array().into_iter().flatten()
}

/// Empty where it is absent.
fn text(row: &Value, field: &str) -> String {
    row[field].as_str().unwrap_or_default().to_owned()
}
