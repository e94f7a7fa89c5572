//! SIGTERM: what was begun is answered, nothing else is begun, and load balancers are told first.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use contract::{holds::Hold, visits::Ticket};

use crate::support::{House, Line, get, hold_body, read, until, visit_body, windows};

/// How far a resident came: nothing begun without its answer.
enum Reached {
    /// Asked for a hold and was not answered.
    Nothing(u64),
    /// Has a hold; asked for a visit and was not answered.
    Hold(u64, Hold),
    Visit(u64, Ticket),
}

#[test]
fn a_server_told_to_stop_under_load_answers_what_it_began_and_begins_nothing_else() {
    let house = House::new();
    let server = house.serve(&[]);
    let (address, windows) = (server.address, windows(server.address));
    let booked = AtomicUsize::new(0);
    let reached: Vec<Reached> = thread::scope(|scope| {
        let resident = |start: u64| {
            let (windows, booked) = (&windows, &booked);
            scope.spawn(move || {
                let mut line = Line::open(address).unwrap();
                let mut reached = Vec::new();
                for number in (start * 200)..(start * 200 + 200) {
                    let body = hold_body(windows, number);
                    let Some(answer) = line.ask("POST", "/api/v1/holds", number, Some(&body)) else {
                        reached.push(Reached::Nothing(number));
                        return reached;
                    };
                    let hold: Hold = answer.ok();
                    let body = visit_body(&hold, number);
                    let Some(answer) = line.ask("POST", "/api/v1/visits", number, Some(&body)) else {
                        reached.push(Reached::Hold(number, hold));
                        return reached;
                    };
                    reached.push(Reached::Visit(number, answer.ok()));
                    booked.fetch_add(1, Ordering::SeqCst);
                }
                reached
            })
        };
        let crowd: Vec<_> = (0..30).map(resident).collect();
        // Whoever ends before has met a fault, which is told below.
        until("60 are booked", || booked.load(Ordering::SeqCst) >= 60 || crowd.iter().any(|one| one.is_finished()));
        server.tell_to_stop();
        crowd.into_iter().flat_map(|resident| resident.join().unwrap()).collect()
    });
    let (status, log) = server.ended();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(log.trim_end().ends_with("stopped") && !log.contains("were cut"), "{log}");

    let again = house.serve(&[]);
    let (mut nothing, mut held, mut visits) = (0, 0, 0);
    for reached in &reached {
        match reached {
            Reached::Nothing(number) => {
                let body = hold_body(&windows, *number);
                let answer = Line::open(again.address).unwrap().ask("POST", "/api/v1/holds", *number, Some(&body));
                assert_eq!(answer.unwrap().status, 201, "no hold was made unanswered");
                nothing += 1;
            }
            Reached::Hold(number, hold) => {
                let path = format!("/api/v1/holds/{}", hold.id);
                let answer = Line::open(again.address).unwrap().ask("GET", &path, *number, None).unwrap();
                assert_eq!(answer.status, 200, "it is a hold still, no visit: {}", answer.text);
                held += 1;
            }
            Reached::Visit(number, ticket) => {
                assert_eq!(read(again.address, ticket, *number).status, 200);
                visits += 1;
            }
        }
    }
    assert_eq!(nothing + held, 30, "the stop met everyone");
    println!("{visits} visits answered, {held} confirmations and {nothing} holds refused by a closed connection");
}

#[test]
fn a_server_told_to_stop_is_not_ready_at_once_and_serves_until_the_delay_is_over_or_it_is_told_again() {
    let house = House::new();
    // The longest there is.
    let delay = Duration::from_secs(120);
    let mut server = house.serve(&["--stop-delay-seconds", &delay.as_secs().to_string()]);
    assert_eq!(get(server.address, "/health/ready").status, 200);
    server.tell_to_stop();
    let told = Instant::now();
    until("it is no longer ready", || get(server.address, "/health/ready").status == 503);
    assert_eq!(get(server.address, "/health/live").status, 200);
    assert!(!windows(server.address).is_empty(), "who comes is served");
    assert!(server.is_running());
    server.tell_to_stop();
    let (status, log) = server.ended();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(told.elapsed() < delay, "who says it twice does not want to wait");
}
