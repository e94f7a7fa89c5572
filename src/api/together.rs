//! Several requests at once.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
};

/// A request under way.
pub type Asked<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Waits for all of them; answers in their order.
pub async fn together<T>(asked: Vec<Asked<'_, T>>) -> Vec<T> {
    let mut asked: Vec<_> = asked.into_iter().map(Some).collect();
    let mut answers: Vec<Option<T>> = asked.iter().map(|_| None).collect();
    poll_fn(move |context| {
        for (asked, answer) in asked.iter_mut().zip(&mut answers) {
            if let Some(request) = asked
                && let Poll::Ready(value) = request.as_mut().poll(context)
            {
                *answer = Some(value);
                *asked = None;
            }
        }
        if asked.iter().all(Option::is_none) {
            Poll::Ready(answers.iter_mut().filter_map(Option::take).collect())
        } else {
            Poll::Pending
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::{Context, Waker};

    #[test]
    fn the_second_is_asked_while_the_first_still_waits() {
        let asked = std::cell::Cell::new(0);
        let mut is_first_ready = false;
        let slow = poll_fn(|_| {
            let ready = if is_first_ready { Poll::Ready("slow") } else { Poll::Pending };
            is_first_ready = true;
            ready
        });
        let quick = async {
            asked.set(asked.get() + 1);
            "quick"
        };
        let mut both = Box::pin(together(vec![Box::pin(slow) as Asked<'_, _>, Box::pin(quick)]));
        let mut context = Context::from_waker(Waker::noop());
        assert!(both.as_mut().poll(&mut context).is_pending());
        assert_eq!(asked.get(), 1);
        assert_eq!(both.as_mut().poll(&mut context), Poll::Ready(vec!["slow", "quick"]));
    }
}
