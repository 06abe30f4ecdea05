//! Work off the UI thread: one line of work for everything that writes, so that
//! commands happen in the order they were given, and side work for what only
//! reads. A job that panics becomes a problem in the list and loses nothing.

use crate::base::{Arg, Problem, Progress};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// Wakes the window when something came of a job.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// A job as the window shows it.
#[derive(Clone)]
pub struct JobInfo {
    /// Its number.
    pub id: u64,
    /// Message that names it.
    pub title: &'static str,
    /// What the message names.
    pub args: Vec<(&'static str, Arg)>,
    /// Progress and cancel.
    pub progress: Progress,
    /// What it does to the project, and whether people are told of it.
    pub kind: JobKind,
}

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// It changes the project (or puts another in its place).
    Writes,
    /// It reads; shown to people.
    Reads,
    /// It reads for a panel and is too small to be told.
    Quiet,
}

type Work<S, O> = Box<dyn FnOnce(&mut S, &Progress) -> Result<O, Problem> + Send>;

/// A job on its way to the thread that has the state.
type Enlisted<S, O> = (u64, Progress, Work<S, O>);

enum Message<O> {
    Done(u64, Result<O, Problem>),
}

/// Jobs over a state `S` that lives on its own thread; each gives an `O`.
pub struct Jobs<S, O> {
    /// `None` once the jobs are being ended.
    line: Option<Sender<Enlisted<S, O>>>,
    worker: Option<JoinHandle<()>>,
    results: Receiver<Message<O>>,
    report: Sender<Message<O>>,
    waker: Waker,
    running: Vec<JobInfo>,
    /// Threads that have to end before the program does.
    awaited: Vec<JoinHandle<()>>,
    next: u64,
}

/// Runs a piece of work; a panic becomes a problem.
pub(super) fn guarded<O>(work: impl FnOnce() -> Result<O, Problem>) -> Result<O, Problem> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result,
        Err(cause) => {
            let text = cause
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
                .or_else(|| cause.downcast_ref::<String>().cloned())
                .unwrap_or_default();
            tracing::error!(cause = %text, "a job panicked");
            Err(Problem::new("job-panicked").because(text))
        }
    }
}

impl<S: Send + 'static, O: Send + 'static> Jobs<S, O> {
    /// Starts the thread that owns `state`. When the jobs are dropped, what can
    /// be cancelled is cancelled, every change in the line is still made, and the
    /// state is dropped before the call returns.
    pub fn start(mut state: S, waker: Waker) -> Jobs<S, O> {
        let (line, work) = channel::<Enlisted<S, O>>();
        let (report, results) = channel();
        let (thread_report, thread_waker) = (report.clone(), Arc::clone(&waker));
        let worker = std::thread::spawn(move || {
            while let Ok((id, progress, job)) = work.recv() {
                let result = guarded(|| job(&mut state, &progress));
                // Nobody to tell any more: the rest of the line is done all the same.
                if thread_report.send(Message::Done(id, result)).is_ok() {
                    thread_waker();
                }
            }
        });
        Jobs {
            line: Some(line),
            worker: Some(worker),
            results,
            report,
            waker,
            running: Vec::new(),
            awaited: Vec::new(),
            next: 0,
        }
    }

    /// Wakes the window.
    pub fn waker(&self) -> Waker {
        Arc::clone(&self.waker)
    }

    fn enlist(
        &mut self,
        kind: JobKind,
        title: &'static str,
        args: Vec<(&'static str, Arg)>,
    ) -> (u64, Progress) {
        self.next += 1;
        let progress = Progress::new();
        self.running.push(JobInfo { id: self.next, title, args, progress: progress.clone(), kind });
        (self.next, progress)
    }

    /// Puts a job at the end of the line.
    pub fn queue(
        &mut self,
        kind: JobKind,
        title: &'static str,
        args: Vec<(&'static str, Arg)>,
        job: impl FnOnce(&mut S, &Progress) -> Result<O, Problem> + Send + 'static,
    ) {
        let (id, progress) = self.enlist(kind, title, args);
        let sent = self.line.as_ref().map(|line| line.send((id, progress, Box::new(job))));
        if !matches!(sent, Some(Ok(()))) {
            let _ = self.report.send(Message::Done(id, Err(Problem::new("job-panicked"))));
        }
    }

    /// Starts a job that needs nothing of the state, beside the line.
    pub fn beside(
        &mut self,
        kind: JobKind,
        title: &'static str,
        args: Vec<(&'static str, Arg)>,
        job: impl FnOnce(&Progress) -> Result<O, Problem> + Send + 'static,
    ) {
        self.spawn(kind, title, args, job);
    }

    /// As [`Jobs::beside`], for a short job that must not outlive the program's end: one
    /// that draws, whose graphics driver would be taken from under it.
    pub fn beside_awaited(
        &mut self,
        kind: JobKind,
        title: &'static str,
        args: Vec<(&'static str, Arg)>,
        job: impl FnOnce(&Progress) -> Result<O, Problem> + Send + 'static,
    ) {
        let thread = self.spawn(kind, title, args, job);
        self.awaited.retain(|thread| !thread.is_finished());
        self.awaited.push(thread);
    }

    fn spawn(
        &mut self,
        kind: JobKind,
        title: &'static str,
        args: Vec<(&'static str, Arg)>,
        job: impl FnOnce(&Progress) -> Result<O, Problem> + Send + 'static,
    ) -> JoinHandle<()> {
        let (id, progress) = self.enlist(kind, title, args);
        let (report, waker) = (self.report.clone(), Arc::clone(&self.waker));
        std::thread::spawn(move || {
            let result = guarded(|| job(&progress));
            let _ = report.send(Message::Done(id, result));
            waker();
        })
    }

    /// What came of jobs since the last call.
    pub fn finished(&mut self) -> Vec<Result<O, Problem>> {
        let done: Vec<Message<O>> = self.results.try_iter().collect();
        done.into_iter()
            .map(|Message::Done(id, result)| {
                self.running.retain(|job| job.id != id);
                result
            })
            .collect()
    }

    /// Jobs that wait or run, oldest first.
    pub fn running(&self) -> &[JobInfo] {
        &self.running
    }
}

impl<S, O> Drop for Jobs<S, O> {
    fn drop(&mut self) {
        for job in &self.running {
            job.progress.cancel();
        }
        self.line = None;
        for thread in self.awaited.drain(..) {
            // What it panicked with was logged where it happened.
            let _ = thread.join();
        }
        if let Some(worker) = self.worker.take()
            && worker.join().is_err()
        {
            tracing::error!("the thread that writes ended in a panic");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    fn wait_for(jobs: &mut Jobs<u32, u32>, count: usize) -> Vec<Result<u32, Problem>> {
        let (started, mut got) = (Instant::now(), Vec::new());
        while got.len() < count && started.elapsed() < Duration::from_secs(20) {
            got.extend(jobs.finished());
            std::thread::sleep(Duration::from_millis(1));
        }
        got
    }

    #[test]
    fn jobs_in_line_keep_their_order_and_a_panic_loses_nothing() {
        let mut jobs: Jobs<u32, u32> = Jobs::start(0, Arc::new(|| {}));
        for _ in 0..3 {
            jobs.queue(JobKind::Writes, "t", Vec::new(), |state, _| {
                *state += 1;
                Ok(*state)
            });
        }
        jobs.queue(JobKind::Writes, "t", Vec::new(), |_, _| panic!("on purpose"));
        jobs.queue(JobKind::Writes, "t", Vec::new(), |state, _| Ok(*state));
        assert_eq!(jobs.running().len(), 5);
        let got = wait_for(&mut jobs, 5);
        let numbers: Vec<Option<u32>> = got.iter().map(|result| result.as_ref().ok().copied()).collect();
        assert_eq!(numbers, [Some(1), Some(2), Some(3), None, Some(3)]);
        assert_eq!(got[3].as_ref().err().map(|problem| problem.id), Some("job-panicked"));
        assert!(jobs.running().is_empty());
    }

    #[test]
    fn changes_in_the_line_are_made_before_the_end() {
        let made = Arc::new(std::sync::Mutex::new(Vec::new()));
        let mut jobs: Jobs<u32, u32> = Jobs::start(0, Arc::new(|| {}));
        for n in 0..3 {
            let made = Arc::clone(&made);
            jobs.queue(JobKind::Writes, "t", Vec::new(), move |_, _| {
                std::thread::sleep(Duration::from_millis(5));
                made.lock().map(|mut made| made.push(n)).map_err(|_| Problem::new("job-panicked"))?;
                Ok(n)
            });
        }
        drop(jobs);
        assert_eq!(*made.lock().expect("made"), [0, 1, 2]);
    }

    #[test]
    fn a_cancelled_job_says_so() {
        let mut jobs: Jobs<u32, u32> = Jobs::start(0, Arc::new(|| {}));
        jobs.beside(JobKind::Reads, "t", Vec::new(), |progress| {
            let started = Instant::now();
            while started.elapsed() < Duration::from_secs(20) {
                progress.check().map_err(|_| Problem::new("job-cancelled"))?;
                std::thread::sleep(Duration::from_millis(1));
            }
            Ok(1)
        });
        jobs.running()[0].progress.cancel();
        let got = wait_for(&mut jobs, 1);
        assert_eq!(got[0].as_ref().err().map(|problem| problem.id), Some("job-cancelled"));
    }
}
