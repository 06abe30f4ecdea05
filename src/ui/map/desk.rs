//! Keeps the facts of a zone, worked out beside the window: area and perimeter
//! are of every frame, verdict and distances follow a frame later. Figures that
//! are shown together are of one shape; older ones are told to be old.

use std::sync::Arc;

use super::facts::{CardFacts, Stage, Subject, card_facts};
use crate::app::aside::Aside;
use crate::base::Problem;

/// Facts of an earlier shape stand whole (their own area with them) for so long,
/// seconds: the eye does not see the lag. After that they are shown as old.
pub const SOON_S: f64 = 0.15;

/// The facts of a subject, and what asked for them.
pub struct Answer {
    sitting: u64,
    question: u64,
    asked_s: f64,
    facts: Box<CardFacts>,
}

/// Whose facts they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// Of this very subject.
    #[default]
    Now,
    /// Of a shape it had a moment ago.
    Recent,
    /// Of a shape it had longer ago, or there are none yet; new ones are worked out.
    Old,
}

/// What the desk has to say at this moment.
#[derive(Default)]
pub struct Known {
    /// Facts of the subject, or of an earlier shape of it; none before the first.
    pub facts: Option<Arc<CardFacts>>,
    /// Which of the two.
    pub standing: Standing,
    /// Why there are none of this shape.
    pub trouble: Option<Problem>,
}

/// Asks for the facts of a subject as it changes.
#[derive(Default)]
pub struct FactsDesk {
    aside: Option<Aside<Answer>>,
    asked: Option<(u64, Subject)>,
    facts: Option<Arc<CardFacts>>,
    trouble: Option<Problem>,
    /// Counts the subjects, so that a late answer is not taken for the next one's.
    sitting: u64,
    /// Counts the questions.
    question: u64,
    /// The question that `facts` answers.
    answered: u64,
    /// When the subject took another shape than that of `facts`, seconds.
    outdated_s: f64,
}

impl FactsDesk {
    /// A desk whose questions `aside` answers; without one they are answered on
    /// the spot, which no window may wait for.
    pub fn beside(aside: Aside<Answer>) -> Self {
        FactsDesk { aside: Some(aside), ..FactsDesk::default() }
    }

    /// The facts about `subject` at the time `now_s` (seconds of any clock that
    /// only goes on); while they are worked out those of an earlier shape of it.
    pub fn facts(&mut self, subject: Subject, stage: &Stage<'_>, now_s: f64) -> Known {
        self.take_arrived();
        let question = (stage.snapshot.revision, subject);
        if self.asked.as_ref() != Some(&question) {
            self.ask(question.1.clone(), stage, now_s);
            self.asked = Some(question);
        }
        let standing = match &self.facts {
            Some(_) if self.answered == self.question => Standing::Now,
            Some(_) if now_s - self.outdated_s < SOON_S => Standing::Recent,
            None if self.trouble.is_some() => Standing::Now,
            Some(_) | None => Standing::Old,
        };
        Known { facts: self.facts.clone(), standing, trouble: self.trouble.clone() }
    }

    /// Forgets what it knows: another subject follows.
    pub fn clear(&mut self) {
        if self.asked.take().is_none() {
            return;
        }
        (self.facts, self.trouble) = (None, None);
        self.sitting += 1;
        if let Some(aside) = &self.aside {
            aside.forget();
        }
    }

    fn ask(&mut self, subject: Subject, stage: &Stage<'_>, now_s: f64) {
        if self.answered == self.question {
            self.outdated_s = now_s;
        }
        self.question += 1;
        let Some(aside) = &self.aside else {
            let facts = card_facts(&subject, stage.snapshot, stage.index, stage.presets);
            self.facts = Some(Arc::new(facts));
            self.answered = self.question;
            return;
        };
        let (snapshot, index) = (Arc::clone(stage.snapshot), Arc::clone(stage.index));
        let (presets, sitting, question) = (Arc::clone(stage.presets), self.sitting, self.question);
        aside.ask(move || {
            let facts = Box::new(card_facts(&subject, &snapshot, &index, &presets));
            Answer { sitting, question, asked_s: now_s, facts }
        });
    }

    fn take_arrived(&mut self) {
        match self.aside.as_ref().and_then(Aside::take) {
            Some(Ok(answer)) if answer.sitting == self.sitting => {
                (self.facts, self.trouble) = (Some(Arc::from(answer.facts)), None);
                (self.answered, self.outdated_s) = (answer.question, answer.asked_s);
            }
            // The question that follows is asked anew; what is shown until then is old.
            Some(Err(problem)) if self.asked.is_some() => {
                (self.facts, self.trouble) = (None, Some(problem));
            }
            Some(_) | None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::index::ProjectIndex;
    use crate::model::Snapshot;
    use crate::model::preset::Presets;
    use crate::ui::map::rectangle::rectangle;
    use geo::Coord;
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    fn zone(side_m: f64) -> Subject {
        Subject::drawn(rectangle(Coord { x: 52.3, y: 35.2 }, [side_m, side_m], 0.0))
    }

    fn area(known: &Known) -> Option<f64> {
        known.facts.as_ref().map(|facts| facts.size.measures.area_m2.round())
    }

    fn with_stage(test: impl FnOnce(FactsDesk, Receiver<()>, &Stage<'_>)) {
        let presets = Arc::new(Presets::shipped().expect("presets"));
        let (snapshot, index) = (Arc::new(Snapshot::default()), Arc::new(ProjectIndex::default()));
        let (wake, woken) = channel();
        let desk = FactsDesk::beside(Aside::start(Arc::new(move || {
            let _ = wake.send(());
        })));
        let (snapshot, index, presets) = (&snapshot, &index, &presets);
        test(
            desk,
            woken,
            &Stage { snapshot, index, presets, attribution: "", is_read_only: false, unsaved: &[] },
        );
    }

    #[test]
    fn the_first_frame_waits_for_nothing_and_the_newest_shape_follows() {
        with_stage(|mut desk, woken, stage| {
            let wait = || woken.recv_timeout(Duration::from_secs(20)).expect("an answer");
            assert_eq!(area(&desk.facts(zone(100.0), stage, 0.0)), None);
            wait();
            assert_eq!(area(&desk.facts(zone(100.0), stage, 0.0)), Some(10_000.0));
            assert_eq!(
                area(&desk.facts(zone(300.0), stage, 1.0)),
                Some(10_000.0),
                "the earlier shape meanwhile"
            );
            wait();
            assert_eq!(area(&desk.facts(zone(300.0), stage, 1.0)), Some(90_000.0));
            assert!(woken.try_recv().is_err(), "a shape that stays is asked about once");
        });
    }

    #[test]
    fn a_late_answer_is_not_taken_for_that_of_the_next_subject() {
        with_stage(|mut desk, woken, stage| {
            desk.facts(zone(100.0), stage, 0.0);
            woken.recv_timeout(Duration::from_secs(20)).expect("an answer");
            desk.clear();
            assert_eq!(area(&desk.facts(zone(200.0), stage, 0.0)), None);
            woken.recv_timeout(Duration::from_secs(20)).expect("an answer");
            assert_eq!(area(&desk.facts(zone(200.0), stage, 0.0)), Some(40_000.0));
        });
    }

    #[test]
    fn facts_of_another_shape_are_told_apart_and_soon_called_old() {
        with_stage(|mut desk, woken, stage| {
            let wait = || woken.recv_timeout(Duration::from_secs(20)).expect("an answer");
            let stray = card_facts(&zone(1.0), stage.snapshot, stage.index, stage.presets);
            assert_eq!(desk.facts(zone(100.0), stage, 0.0).standing, Standing::Old, "nothing is known yet");
            wait();
            assert_eq!(desk.facts(zone(100.0), stage, 9.0).standing, Standing::Now);
            let moved = desk.facts(zone(300.0), stage, 9.5);
            assert_eq!((moved.standing, area(&moved)), (Standing::Recent, Some(10_000.0)));
            wait();
            assert_eq!(desk.facts(zone(300.0), stage, 9.6).standing, Standing::Now);
            // The worker is held up by something else.
            let (go, may_go) = channel::<()>();
            desk.aside.as_ref().expect("aside").ask(move || {
                let _ = may_go.recv_timeout(Duration::from_secs(20));
                let facts = Box::new(stray);
                Answer { sitting: u64::MAX, question: 0, asked_s: 0.0, facts }
            });
            std::thread::sleep(Duration::from_millis(20));
            let standing_of =
                |desk: &mut FactsDesk, side_m, now_s| desk.facts(zone(side_m), stage, now_s).standing;
            assert_eq!(standing_of(&mut desk, 310.0, 12.0), Standing::Recent);
            assert_eq!(standing_of(&mut desk, 310.0, 12.0 + 2.0 * SOON_S), Standing::Old);
            assert_eq!(standing_of(&mut desk, 320.0, 13.0), Standing::Old);
            go.send(()).expect("released");
            wait();
            wait();
            let known = desk.facts(zone(320.0), stage, 14.0);
            assert_eq!((known.standing, area(&known)), (Standing::Now, Some(102_400.0)));
        });
    }
}
