//! Ordered work on all cores. The only user of `rayon`.

use rayon::prelude::*;

use crate::diag::Sink;

/// Calls `work` for every item, on all cores, and keeps the order of the items.
///
/// Each call gets a sink of its own; the messages are joined in the order of the
/// items too, so that one thread and eight say the same.
pub fn map<T: Sync, R: Send>(
    items: &[T],
    sink: &mut Sink,
    work: impl Fn(&T, &mut Sink) -> R + Sync,
) -> Vec<R> {
    let done: Vec<(R, Sink)> = items
        .par_iter()
        .map(|item| {
            let mut own = Sink::default();
            let result = work(item, &mut own);
            (result, own)
        })
        .collect();
    done.into_iter()
        .map(|(result, own)| {
            sink.absorb(own);
            result
        })
        .collect()
}

/// Calls `work` for every item, on all cores, in order, without messages.
pub fn map_quiet<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync + Send,
) -> Vec<R> {
    items.par_iter().map(work).collect()
}

/// Does two things, at the same time where there is a thread for each.
pub fn both<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    rayon::join(one, other)
}

/// Gives up a value, on another thread if there is one: to free the many parts of a book
/// takes a while.
pub fn discard<T: Send + 'static>(value: T) {
    if rayon::current_num_threads() > 1 {
        rayon::spawn(move || drop(value));
    }
}

/// No more threads than this are started, however many are asked for.
const MOST_THREADS: usize = 256;

/// Runs `work` with `jobs` threads; 0 takes one for each core, and no more than 256 run.
/// The thread that calls is one of them, unless it works for others already.
///
/// # Errors
/// The operating system's words when it gives no threads.
pub fn with_jobs<R: Send>(
    jobs: usize,
    work: impl FnOnce() -> R + Send,
) -> Result<R, String> {
    let threads = || rayon::ThreadPoolBuilder::new().num_threads(jobs.min(MOST_THREADS));
    let pool = threads().use_current_thread().build().or_else(|_| threads().build());
    let pool = pool.map_err(|error| error.to_string())?;
    Ok(pool.install(work))
}
