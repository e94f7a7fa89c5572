//! Origins: scheme, host and port of other sites.

use std::{fmt, str::FromStr};

/// Some origins, as browsers write them; none where nothing is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins(Vec<String>);

/// Why a text is no list of origins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoOrigin(String);

impl fmt::Display for NoOrigin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} is no origin such as https://www.example.go.id", self.0)
    }
}

impl std::error::Error for NoOrigin {}

impl Origins {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn all(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for Origins {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0.join(" "))
    }
}

impl FromStr for Origins {
    type Err = NoOrigin;

    fn from_str(text: &str) -> Result<Self, NoOrigin> {
        let origin = |word: &str| if is_origin(word) { Ok(word.to_owned()) } else { Err(NoOrigin(word.to_owned())) };
        text.split_whitespace().map(origin).collect::<Result<_, _>>().map(Self)
    }
}

/// For a setting that names one, or none.
///
/// # Errors
/// As a list of them, and where there are several.
pub fn at_most_one(text: &str) -> Result<Origins, NoOrigin> {
    let origins: Origins = text.parse()?;
    if origins.0.len() > 1 { Err(NoOrigin(text.to_owned())) } else { Ok(origins) }
}

/// For a setting that names origins, and by `*.` every host below one. Commas may stand between too, and a slash at the end.
///
/// # Errors
/// As a list of origins.
pub fn and_below(text: &str) -> Result<Origins, NoOrigin> {
    let words = text.split(|sign: char| sign == ',' || sign.is_whitespace()).filter(|word| !word.is_empty());
    let origin = |word: &str| {
        let origin = word.strip_suffix('/').unwrap_or(word);
        if is_origin(&origin.replacen("://*.", "://", 1)) {
            Ok(origin.to_owned())
        } else {
            Err(NoOrigin(word.to_owned()))
        }
    };
    words.map(origin).collect::<Result<_, _>>().map(Origins)
}

/// For a setting that is put before paths: scheme and host, or nothing; without the slash that it may end with.
///
/// # Errors
/// Where links could not begin so.
pub fn public_url(text: &str) -> Result<String, NoOrigin> {
    let address = text.trim_end_matches('/');
    let host = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
    let is_host = host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']));
    if address.is_empty() || is_host { Ok(address.to_owned()) } else { Err(NoOrigin(text.to_owned())) }
}

/// Without a path, in small letters, as a browser says it; without TLS only on the machine itself.
fn is_origin(word: &str) -> bool {
    let Some((scheme, rest)) = word.split_once("://") else { return false };
    let (host, port) = rest.split_once(':').map_or((rest, None), |(host, port)| (host, Some(port)));
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    let is_host = !host.is_empty() && host.bytes().all(is_name);
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|number| number.to_string() == port));
    let is_here = matches!(host, "localhost" | "127.0.0.1");
    is_host && is_port && (scheme == "https" || (scheme == "http" && is_here))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_stand_with_blanks_between() {
        let origins: Origins = " https://www.pekanbaru.go.id  http://localhost:8080 ".parse().unwrap();
        assert_eq!(origins.all(), ["https://www.pekanbaru.go.id", "http://localhost:8080"]);
        assert_eq!(origins.to_string(), "https://www.pekanbaru.go.id http://localhost:8080");
        assert!("".parse::<Origins>().unwrap().is_empty());
        assert!(
            at_most_one("https://a.example").is_ok() && at_most_one("https://a.example https://b.example").is_err()
        );
    }

    #[test]
    fn hosts_below_an_origin_are_named_by_a_star_where_that_may_be() {
        let origins = and_below("https://fcm.example/,https://*.push.example  http://127.0.0.1:7 ").unwrap();
        assert_eq!(origins.all(), ["https://fcm.example", "https://*.push.example", "http://127.0.0.1:7"]);
        for word in
            ["junk", "*", "https://*", "https://*.", "https://a.*.example", "https://push.example/path", "https://a//"]
        {
            assert_eq!(and_below(word), Err(NoOrigin(word.to_owned())), "{word}");
        }
    }

    #[test]
    fn what_would_let_in_more_than_one_origin_is_refused() {
        for word in [
            "*",
            "https://*.go.id",
            "https://city.example/",
            "https://city.example/page",
            "http://city.example",
            "city.example",
            "https://City.example",
            "https://city.example:port",
            "https://city.example;",
            "https://'self'",
            "https://",
        ] {
            assert_eq!(word.parse::<Origins>(), Err(NoOrigin(word.to_owned())), "{word}");
        }
    }
}
