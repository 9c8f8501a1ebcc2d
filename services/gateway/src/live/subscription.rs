//! The topics of one socket: asked for, granted, doubted, given up.

use std::collections::HashMap;
use std::sync::Arc;

use futures::StreamExt as _;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use handup_bus::Caller;
use handup_contracts::{Code, Problem};
use handup_identity::Person;
use uuid::Uuid;

use crate::domain::view::View;
use crate::live::hub::Hub;
use crate::live::lab::{WatchedLab, Watcher};
use crate::live::outbox::{Doubt, Outbox};
use crate::live::protocol::{ServerMessage, TopicName, refused};
use crate::model::account::Role;
use crate::model::notification::NotificationPage;
use crate::model::offer::Offer;

/// How often a new role is looked for, with a pause before each look.
const NEWS_ON_THE_WAY: u32 = 10;

/// The topics of one socket.
pub(crate) struct Subscriptions {
    hub: Arc<Hub>,
    socket: u64,
    person: Arc<Person>,
    caller: Caller,
    outbox: Arc<Outbox>,
    topics: HashMap<TopicName, Topic>,
    questions: FuturesUnordered<BoxFuture<'static, Answered>>,
    next_question: u64,
}

struct Topic {
    /// Only the answer to the latest question counts.
    question: u64,
    since: Option<i64>,
    /// The client has asked and waits for an answer.
    owed: bool,
    shown: Shown,
}

/// What of a topic the socket is attached to.
enum Shown {
    Nothing,
    Lab(Arc<WatchedLab>, View),
    Statistics,
    Me,
}

/// What a topic needs to be shown.
enum Grant {
    Lab(Arc<WatchedLab>, View),
    Statistics,
    Me(NotificationPage, Vec<Offer>),
}

struct Answered {
    topic: TopicName,
    question: u64,
    grant: Result<Grant, Problem>,
}

/// How the person's role is found out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    /// As usual.
    Usual,
    /// It may have changed this very moment.
    Again,
    /// It may have changed while nothing was heard. As nothing speaks for that, what is shown stays
    /// until there is an answer.
    UntilAnswered,
}

impl Subscriptions {
    pub(crate) fn new(
        hub: Arc<Hub>,
        socket: u64,
        person: Arc<Person>,
        caller: Caller,
        outbox: Arc<Outbox>,
    ) -> Self {
        Self {
            hub,
            socket,
            person,
            caller,
            outbox,
            topics: HashMap::new(),
            questions: FuturesUnordered::new(),
            next_question: 0,
        }
    }

    /// Whether more frames can be taken: each may cause a question.
    pub(crate) fn has_room(&self) -> bool {
        self.questions.len() < self.hub.settings.topics
    }

    /// The client asks for a topic.
    pub(crate) fn subscribe(&mut self, name: &str, since: Option<i64>) -> Result<(), Problem> {
        let Ok(topic) = name.parse::<TopicName>() else {
            let problem = Problem::not_found("There is no such topic.");
            self.outbox.answer(refused(name, problem)?);
            return Ok(());
        };
        let is_new = !self.topics.contains_key(&topic);
        if is_new && self.topics.len() >= self.hub.settings.topics {
            let problem = Problem::new(Code::RateLimited, "These are too many topics at once.");
            self.outbox.answer(refused(name, problem)?);
            return Ok(());
        }
        let entry = self.topics.entry(topic).or_insert(Topic {
            question: 0,
            since,
            owed: true,
            shown: Shown::Nothing,
        });
        entry.since = since;
        entry.owed = true;
        self.ask(topic, Ask::Usual);
        Ok(())
    }

    /// The client does not want a topic any more.
    pub(crate) fn unsubscribe(&mut self, name: &str) {
        if let Ok(topic) = name.parse::<TopicName>() {
            self.forget(topic);
        }
    }

    /// Looks again at what may no longer be so.
    pub(crate) fn doubt(&mut self, doubt: &Doubt) {
        let ask = match doubt {
            Doubt::Lab(_) | Doubt::Labs => Ask::Again,
            Doubt::Everything => Ask::UntilAnswered,
        };
        let topics: Vec<TopicName> = self.topics.keys().copied().collect();
        for topic in topics {
            let concerned = match (doubt, topic) {
                (Doubt::Everything, _)
                | (
                    Doubt::Labs,
                    TopicName::Lab(_) | TopicName::Wall(_) | TopicName::Statistics(_),
                ) => true,
                (
                    Doubt::Lab(doubted),
                    TopicName::Lab(id) | TopicName::Wall(id) | TopicName::Statistics(id),
                ) => *doubted == id,
                (Doubt::Lab(_) | Doubt::Labs, TopicName::Me) => false,
            };
            if concerned {
                self.ask(topic, ask);
            }
        }
    }

    /// Shows everything anew after messages were dropped.
    pub(crate) fn begin_anew(&mut self) -> Result<(), Problem> {
        let shown: Vec<(TopicName, Shown)> = self
            .topics
            .iter_mut()
            .map(|(topic, entry)| (*topic, std::mem::replace(&mut entry.shown, Shown::Nothing)))
            .collect();
        for (_, shown) in &shown {
            self.detach(shown);
        }
        self.outbox.begin_anew();
        for (topic, shown) in shown {
            match shown {
                // The answer to its question is still to come.
                Shown::Nothing => {}
                Shown::Lab(lab, view) => self.grant(topic, Grant::Lab(lab, view), None)?,
                Shown::Statistics => self.grant(topic, Grant::Statistics, None)?,
                Shown::Me => self.ask(topic, Ask::Usual),
            }
        }
        Ok(())
    }

    /// Waits for the next answer and acts on it. Never returns while no question is open.
    pub(crate) async fn answered(&mut self) -> Result<(), Problem> {
        let Some(answered) = self.questions.next().await else {
            return std::future::pending().await;
        };
        let topic = answered.topic;
        let Some(entry) = self.topics.get(&topic) else {
            return Ok(());
        };
        if entry.question != answered.question {
            return Ok(());
        }
        match answered.grant {
            Ok(grant) if entry.is_settled(&grant) => Ok(()),
            Ok(grant) => {
                let since = entry.since;
                self.grant(topic, grant, since)
            }
            Err(problem) => {
                self.forget(topic);
                self.outbox.answer(refused(&topic.to_string(), problem)?);
                Ok(())
            }
        }
    }

    /// The socket is gone.
    pub(crate) fn end(&mut self) {
        let topics: Vec<TopicName> = self.topics.keys().copied().collect();
        for topic in topics {
            self.forget(topic);
        }
    }

    /// Asks what `topic` needs to be shown. The answer comes by [`Subscriptions::answered`].
    fn ask(&mut self, topic: TopicName, ask: Ask) {
        let Some(entry) = self.topics.get_mut(&topic) else {
            return;
        };
        self.next_question += 1;
        let question = self.next_question;
        entry.question = question;
        if topic == TopicName::Me {
            self.hub.people.expect_me(self.person.id, self.socket);
            entry.owed = true;
        }
        let (hub, caller) = (Arc::clone(&self.hub), self.caller.clone());
        self.questions.push(Box::pin(async move {
            Answered {
                topic,
                question,
                grant: answer(&hub, topic, &caller, ask).await,
            }
        }));
    }

    fn grant(&mut self, topic: TopicName, grant: Grant, since: Option<i64>) -> Result<(), Problem> {
        let Some(entry) = self.topics.get_mut(&topic) else {
            return Ok(());
        };
        entry.owed = false;
        let before = std::mem::replace(&mut entry.shown, Shown::Nothing);
        self.detach(&before);
        let shown = match grant {
            Grant::Lab(lab, view) => {
                let watcher = Watcher {
                    outbox: Arc::clone(&self.outbox),
                    view,
                    person: Arc::clone(&self.person),
                    caller: self.caller.clone(),
                };
                self.hub.attach(&lab, self.socket, watcher, since)?;
                Shown::Lab(lab, view)
            }
            Grant::Statistics => {
                let TopicName::Statistics(lab_id) = topic else {
                    return Ok(());
                };
                let name = topic.to_string();
                let text = ServerMessage::Changed { topic: &name }.text()?;
                let outbox = Arc::clone(&self.outbox);
                self.hub
                    .statistics
                    .attach(lab_id, self.socket, outbox, text);
                Shown::Statistics
            }
            Grant::Me(page, offers) => {
                let snapshot = ServerMessage::Snapshot {
                    topic: "me",
                    unread: page.unread,
                    notifications: page.notifications,
                    offers,
                };
                self.hub
                    .people
                    .begin_me(self.person.id, self.socket, snapshot.text()?);
                Shown::Me
            }
        };
        if let Some(entry) = self.topics.get_mut(&topic) {
            entry.shown = shown;
        }
        Ok(())
    }

    fn forget(&mut self, topic: TopicName) {
        if let Some(entry) = self.topics.remove(&topic) {
            self.detach(&entry.shown);
            if let TopicName::Statistics(lab_id) = topic {
                self.hub.statistics.detach(lab_id, self.socket);
            }
            if topic == TopicName::Me {
                self.hub.people.end_me(self.person.id, self.socket);
            }
        }
    }

    fn detach(&self, shown: &Shown) {
        if let Shown::Lab(lab, view) = shown {
            self.hub.detach(lab, self.socket, *view);
        }
    }
}

impl Topic {
    /// Whether `grant` is what is shown already, and nobody waits for an answer.
    fn is_settled(&self, grant: &Grant) -> bool {
        !self.owed
            && match (&self.shown, grant) {
                (Shown::Lab(_, shown), Grant::Lab(_, granted)) => shown == granted,
                (Shown::Statistics, Grant::Statistics) => true,
                _ => false,
            }
    }
}

async fn answer(
    hub: &Arc<Hub>,
    topic: TopicName,
    caller: &Caller,
    ask: Ask,
) -> Result<Grant, Problem> {
    let mut patience = NEWS_ON_THE_WAY;
    loop {
        let found = find_out(hub, topic, caller, ask).await;
        let passes = match &found {
            Err(problem) if problem.code == Code::Unavailable => ask == Ask::UntilAnswered,
            // Who has just become a tutor is one for auth, and not yet for who knows the tutors.
            Err(problem) if problem.code == Code::Forbidden => {
                patience -= 1;
                matches!(topic, TopicName::Lab(_)) && patience > 0
            }
            _ => false,
        };
        if !passes || hub.pause().await.is_err() {
            return found;
        }
    }
}

async fn find_out(
    hub: &Arc<Hub>,
    topic: TopicName,
    caller: &Caller,
    ask: Ask,
) -> Result<Grant, Problem> {
    match topic {
        TopicName::Me => {
            let (page, offers) = tokio::try_join!(hub.notifications(caller), hub.offers(caller))?;
            Ok(Grant::Me(page, offers))
        }
        TopicName::Lab(id) => {
            let view = View::from(role(hub, id, caller, ask).await?);
            let staff = (view == View::Staff).then_some(caller);
            Ok(Grant::Lab(loaded(hub, id, staff).await?, view))
        }
        TopicName::Wall(id) => match role(hub, id, caller, ask).await? {
            Role::Tutor | Role::Manager => Ok(Grant::Lab(loaded(hub, id, None).await?, View::Wall)),
            Role::Student => Err(Problem::forbidden(
                "Only tutors and managers of the lab put it on a screen.",
            )),
        },
        TopicName::Statistics(id) => match role(hub, id, caller, ask).await? {
            Role::Manager => Ok(Grant::Statistics),
            Role::Student | Role::Tutor => Err(Problem::forbidden(
                "Only managers of the lab see its statistics.",
            )),
        },
    }
}

/// The lab with its queue and, in the name of `staff`, its tutors.
async fn loaded(
    hub: &Arc<Hub>,
    id: Uuid,
    staff: Option<&Caller>,
) -> Result<Arc<WatchedLab>, Problem> {
    let lab = hub.lab(id);
    hub.load(&lab, staff).await?;
    Ok(lab)
}

async fn role(hub: &Hub, lab_id: Uuid, caller: &Caller, ask: Ask) -> Result<Role, Problem> {
    match ask {
        Ask::Usual => hub.role(caller, lab_id).await,
        Ask::Again | Ask::UntilAnswered => hub.role_now(caller, lab_id).await,
    }
}
