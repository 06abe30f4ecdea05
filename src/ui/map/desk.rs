//! Keeps the facts of the drawing in hand, worked out beside the window: area
//! and perimeter are of every frame, verdict and distances follow a frame later.

use std::sync::Arc;

use super::facts::{CardFacts, Stage, Subject, card_facts};
use crate::app::aside::Aside;
use crate::base::Problem;

/// The facts of a subject, and which sitting asked for them.
pub struct Answer {
    sitting: u64,
    facts: Box<CardFacts>,
}

/// What the desk has to say at this moment.
#[derive(Default)]
pub struct Known {
    /// Facts of the subject, or of an earlier shape of it; none before the first.
    pub facts: Option<Arc<CardFacts>>,
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
}

impl FactsDesk {
    /// A desk whose questions `aside` answers; without one they are answered on
    /// the spot, which no window may wait for.
    pub fn beside(aside: Aside<Answer>) -> Self {
        FactsDesk { aside: Some(aside), ..FactsDesk::default() }
    }

    /// The facts about `subject`; while they are worked out those of an earlier
    /// shape of it.
    pub fn facts(&mut self, subject: Subject, stage: &Stage<'_>) -> Known {
        self.take_arrived();
        let question = (stage.snapshot.revision, subject);
        if self.asked.as_ref() != Some(&question) {
            self.ask(question.1.clone(), stage);
            self.asked = Some(question);
        }
        Known { facts: self.facts.clone(), trouble: self.trouble.clone() }
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

    fn ask(&mut self, subject: Subject, stage: &Stage<'_>) {
        let Some(aside) = &self.aside else {
            let facts = card_facts(&subject, stage.snapshot, stage.index, stage.presets);
            self.facts = Some(Arc::new(facts));
            return;
        };
        let (snapshot, index) = (Arc::clone(stage.snapshot), Arc::clone(stage.index));
        let (presets, sitting) = (Arc::clone(stage.presets), self.sitting);
        aside.ask(move || {
            let facts = Box::new(card_facts(&subject, &snapshot, &index, &presets));
            Answer { sitting, facts }
        });
    }

    fn take_arrived(&mut self) {
        match self.aside.as_ref().and_then(Aside::take) {
            Some(Ok(answer)) if answer.sitting == self.sitting => {
                (self.facts, self.trouble) = (Some(Arc::from(answer.facts)), None);
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
        known.facts.as_ref().map(|facts| facts.measures.area_m2.round())
    }

    fn with_stage(test: impl FnOnce(FactsDesk, Receiver<()>, &Stage<'_>)) {
        let presets = Arc::new(Presets::shipped().expect("presets"));
        let (snapshot, index) = (Arc::new(Snapshot::default()), Arc::new(ProjectIndex::default()));
        let (wake, woken) = channel();
        let desk = FactsDesk::beside(Aside::start(Arc::new(move || {
            let _ = wake.send(());
        })));
        let (snapshot, index, presets) = (&snapshot, &index, &presets);
        test(desk, woken, &Stage { snapshot, index, presets, attribution: "", is_read_only: false });
    }

    #[test]
    fn the_first_frame_waits_for_nothing_and_the_newest_shape_follows() {
        with_stage(|mut desk, woken, stage| {
            let wait = || woken.recv_timeout(Duration::from_secs(20)).expect("an answer");
            assert_eq!(area(&desk.facts(zone(100.0), stage)), None);
            wait();
            assert_eq!(area(&desk.facts(zone(100.0), stage)), Some(10_000.0));
            assert_eq!(area(&desk.facts(zone(300.0), stage)), Some(10_000.0), "the earlier shape meanwhile");
            wait();
            assert_eq!(area(&desk.facts(zone(300.0), stage)), Some(90_000.0));
            assert!(woken.try_recv().is_err(), "a shape that stays is asked about once");
        });
    }

    #[test]
    fn a_late_answer_is_not_taken_for_that_of_the_next_subject() {
        with_stage(|mut desk, woken, stage| {
            desk.facts(zone(100.0), stage);
            woken.recv_timeout(Duration::from_secs(20)).expect("an answer");
            desk.clear();
            assert_eq!(area(&desk.facts(zone(200.0), stage)), None);
            woken.recv_timeout(Duration::from_secs(20)).expect("an answer");
            assert_eq!(area(&desk.facts(zone(200.0), stage)), Some(40_000.0));
        });
    }
}
