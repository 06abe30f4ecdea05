//! Questions beside the window that only ever matter in their newest form: one
//! thread answers them, and one that waits gives way to the next.

use super::jobs::{Waker, guarded};
use crate::base::Problem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

type Work<A> = Box<dyn FnOnce() -> A + Send>;

struct State<A> {
    waiting: Option<Work<A>>,
    is_running: bool,
    answer: Option<Result<A, Problem>>,
    is_closed: bool,
}

struct Shared<A> {
    state: Mutex<State<A>>,
    bell: Condvar,
}

impl<A> Shared<A> {
    fn lock(&self) -> MutexGuard<'_, State<A>> {
        // Work never runs under the lock, so nobody can leave it half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next work, as soon as there is some; `None` when nobody asks any more.
    fn next(&self) -> Option<Work<A>> {
        let mut state = self.lock();
        loop {
            if state.is_closed {
                return None;
            }
            if let Some(work) = state.waiting.take() {
                state.is_running = true;
                return Some(work);
            }
            state = self.bell.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// One thread that answers the newest question.
pub struct Aside<A> {
    shared: Arc<Shared<A>>,
}

impl<A: Send + 'static> Aside<A> {
    /// Starts the thread; it ends when this is dropped. `waker` is called on it
    /// whenever there is something to [`Aside::take`].
    pub fn start(waker: Waker) -> Aside<A> {
        let state = State { waiting: None, is_running: false, answer: None, is_closed: false };
        let shared = Arc::new(Shared { state: Mutex::new(state), bell: Condvar::new() });
        let worker = Arc::clone(&shared);
        std::thread::spawn(move || {
            while let Some(work) = worker.next() {
                let answer = guarded(|| Ok(work()));
                let mut state = worker.lock();
                state.is_running = false;
                state.answer = Some(answer);
                drop(state);
                waker();
            }
        });
        Aside { shared }
    }

    /// Asks; a question that still waits is dropped for this one, one that is
    /// being answered is answered to its end.
    pub fn ask(&self, question: impl FnOnce() -> A + Send + 'static) {
        self.shared.lock().waiting = Some(Box::new(question));
        self.shared.bell.notify_one();
    }

    /// The latest answer since the last call; a question that panicked is a problem.
    pub fn take(&self) -> Option<Result<A, Problem>> {
        self.shared.lock().answer.take()
    }

    /// Drops the question that waits and the answer that nobody took.
    pub fn forget(&self) {
        let mut state = self.shared.lock();
        (state.waiting, state.answer) = (None, None);
    }

    /// Whether an answer is still to come.
    pub fn is_busy(&self) -> bool {
        let state = self.shared.lock();
        state.is_running || state.waiting.is_some() || state.answer.is_some()
    }
}

impl<A> Drop for Aside<A> {
    fn drop(&mut self) {
        self.shared.lock().is_closed = true;
        self.shared.bell.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    const PATIENCE: Duration = Duration::from_secs(20);

    fn started() -> (Aside<u32>, Receiver<()>) {
        let (wake, woken) = channel();
        let aside = Aside::start(Arc::new(move || {
            let _ = wake.send(());
        }));
        (aside, woken)
    }

    #[test]
    fn of_the_questions_that_wait_only_the_newest_is_answered() {
        let (aside, woken) = started();
        let (go, may_go) = channel::<()>();
        let (begun, has_begun) = channel();
        aside.ask(move || {
            begun.send(()).unwrap();
            may_go.recv_timeout(PATIENCE).unwrap();
            1
        });
        has_begun.recv_timeout(PATIENCE).unwrap();
        aside.ask(|| 2);
        aside.ask(|| 3);
        assert!(aside.is_busy() && aside.take().is_none());
        go.send(()).unwrap();
        woken.recv_timeout(PATIENCE).unwrap();
        woken.recv_timeout(PATIENCE).unwrap();
        assert_eq!(aside.take().and_then(Result::ok), Some(3));
        assert!(!aside.is_busy() && woken.try_recv().is_err());
    }

    #[test]
    fn a_question_that_panics_is_told_and_the_next_is_answered() {
        let (aside, woken) = started();
        aside.ask(|| panic!("on purpose"));
        woken.recv_timeout(PATIENCE).unwrap();
        let told = aside.take().and_then(Result::err).map(|problem| problem.id);
        assert_eq!(told, Some("job-panicked"));
        aside.ask(|| 7);
        woken.recv_timeout(PATIENCE).unwrap();
        assert_eq!(aside.take().and_then(Result::ok), Some(7));
    }

    #[test]
    fn the_thread_ends_with_its_owner() {
        let (aside, woken) = started();
        drop(aside);
        let ended = woken.recv_timeout(PATIENCE);
        assert_eq!(ended, Err(std::sync::mpsc::RecvTimeoutError::Disconnected));
    }
}
