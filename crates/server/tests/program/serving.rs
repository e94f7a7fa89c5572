//! What the running program tells: its log, and its metrics where they are wanted.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{House, Line, book, get, windows};

#[test]
fn the_log_is_json_where_that_is_wanted_and_an_answer_is_found_in_it_by_its_id() {
    let house = House::new();
    let mut text = house.serve(&[]);
    assert!(text.is_running() && !text.log().contains('{'));
    text.stop();
    let server = house.serve(&["--log-format", "json"]);
    let answer = get(server.address, "/api/v1/visits/AAAAAAAA");
    let id = answer.head.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap().to_owned();
    server.tell_to_stop();
    let (_, log) = server.ended();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let line = lines.iter().find(|line| line["span"]["id"] == id.as_str()).unwrap();
    assert_eq!((&line["message"], &line["route"]), (&"answered".into(), &"/api/v1/visits/{code}".into()));
    assert_eq!(line["status"], answer.status);
}

#[test]
fn requests_and_commands_have_their_lines() {
    let house = House::new();
    let server = house.serve(&[]);
    get(server.address, "/");
    server.tell_to_stop();
    assert!(server.ended().1.contains("answered"));
    // What is done by hand says so all the same.
    let done = house.run(&["--log-level", "error", "backup", house.path("copy.loket").to_str().unwrap()]);
    assert!(done.succeeded().contains("copy.loket is written"), "{}", done.said());
}

#[test]
fn metrics_are_told_on_their_own_address_and_nowhere_else() {
    let house = House::new();
    let server = house.serve(&["--metrics-listen", "127.0.0.1:0"]);
    let mut line = Line::open(server.address).unwrap();
    book(&mut line, &windows(server.address), 0).unwrap();
    let metrics = get(server.metrics_address(), "/metrics");
    assert_eq!(metrics.status, 200);
    assert!(metrics.head.contains("content-type: text/plain; version=0.0.4"), "{}", metrics.head);
    for line in ["loket_visits_total{event=\"booked\"} 1", "# TYPE loket_commit_turns histogram"] {
        assert!(metrics.text.contains(line), "{line} is not in\n{}", metrics.text);
    }
    // The others are gone once the server has seen that.
    let begun = Instant::now();
    while !get(server.metrics_address(), "/metrics").text.contains("\nloket_connections_open 1\n") {
        assert!(begun.elapsed() < Duration::from_secs(20), "one connection is open");
    }
    drop(line);
    for path in ["/metrics", "/metrics/"] {
        let public = get(server.address, path);
        assert_eq!(public.status, 404);
        assert!(!public.text.contains("loket_"), "{}", public.text);
    }
    assert!(get(server.address, "/metrics").head.contains("application/problem+json"));
    assert_eq!(get(server.metrics_address(), "/api/v1/catalogue/index").status, 404);
}

#[test]
fn what_is_set_wrongly_starts_no_server() {
    let house = House::new();
    let file = house.path("loket.toml");
    std::fs::write(&file, "conections_max = 5\n").unwrap();
    let done = house.run(&["--config", file.to_str().unwrap()]);
    assert!(done.said().contains("nothing is called \"conections_max\""), "{}", done.said());
    std::fs::write(&file, "stop_delay_seconds = 5000\n").unwrap();
    let done = house.run(&["--config", file.to_str().unwrap()]);
    assert!(done.said().contains("stop_delay_seconds: invalid value '5000'"), "{}", done.said());
    assert!(house.kept().is_empty());
}
