//! Rust sources, as far as checks need them: code apart from comments and literals.

use super::line_of;

#[derive(Debug, Clone)]
pub struct Source {
    /// The code; comments and the insides of literals are blank. Offsets and lines are those of the file.
    pub code: String,
    pub literals: Vec<Literal>,
}

/// A string in the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Of its opening quote, in the code.
    pub offset: usize,
    /// After its closing quote.
    pub end: usize,
    pub line: usize,
    /// As it is written, escapes and all.
    pub text: String,
}

impl Source {
    pub fn read(text: &str) -> Self {
        let mut reader = Reader { text, code: text.as_bytes().to_vec(), literals: Vec::new() };
        let mut offset = 0;
        while offset < text.len() {
            offset = reader.step(offset);
        }
        // Blanking writes over whole characters only, so this is the text's own UTF-8 with blanks.
        let code = String::from_utf8_lossy(&reader.code).into_owned();
        Self { code, literals: reader.literals }
    }

    /// Without the module of unit tests, which stands last in a file.
    pub fn without_tests(&self) -> Self {
        let is_module = |(offset, mark): (usize, &str)| {
            self.code[offset + mark.len()..].trim_start().starts_with("mod tests {").then_some(offset)
        };
        let end = self.code.match_indices("#[cfg(test)]").find_map(is_module).unwrap_or(self.code.len());
        let literals = self.literals.iter().filter(|literal| literal.offset < end).cloned().collect();
        Self { code: self.code[..end].to_owned(), literals }
    }

    /// What stands before a literal, without blanks between.
    pub fn before(&self, literal: &Literal) -> &str {
        self.code[..literal.offset].trim_end()
    }

    /// What stands after a literal, without blanks between.
    pub fn after(&self, literal: &Literal) -> &str {
        self.code[literal.end..].trim_start()
    }
}

struct Reader<'a> {
    text: &'a str,
    code: Vec<u8>,
    literals: Vec<Literal>,
}

impl Reader<'_> {
    /// Reads what begins at an offset and gives where the next thing begins.
    fn step(&mut self, offset: usize) -> usize {
        let rest = &self.text[offset..];
        if rest.starts_with("//") {
            let end = offset + rest.find('\n').unwrap_or(rest.len());
            return self.blank(offset, end);
        }
        if rest.starts_with("/*") {
            return self.blank(offset, offset + comment_length(rest));
        }
        if let Some((opening, closing)) = raw_string(rest).filter(|_| !self.is_in_a_word(offset)) {
            let inside = &rest[opening..];
            let length = inside.find(&closing).unwrap_or(inside.len());
            return self.literal(offset, opening, length, closing.len());
        }
        if let Some(inside) = rest.strip_prefix('"') {
            return self.literal(offset, 1, escaped_length(inside), 1);
        }
        if let Some(length) = character_length(rest) {
            return self.blank(offset, offset + length);
        }
        offset + rest.chars().next().map_or(1, char::len_utf8)
    }

    fn literal(&mut self, offset: usize, opening: usize, length: usize, closing: usize) -> usize {
        let (start, stop) = (offset + opening, offset + opening + length);
        let end = (stop + closing).min(self.text.len());
        let text = self.text[start..stop].to_owned();
        self.literals.push(Literal { offset, end, line: line_of(self.text, offset), text });
        self.blank(start, stop);
        end
    }

    fn blank(&mut self, start: usize, end: usize) -> usize {
        for byte in &mut self.code[start..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        end
    }

    fn is_in_a_word(&self, offset: usize) -> bool {
        offset.checked_sub(1).is_some_and(|before| {
            let byte = self.text.as_bytes()[before];
            byte.is_ascii_alphanumeric() || byte == b'_'
        })
    }
}

/// Lengths of the opening, and the closing, of a raw string that begins here.
fn raw_string(rest: &str) -> Option<(usize, String)> {
    let after = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..]
        .starts_with('"')
        .then(|| (rest.len() - after.len() + hashes + 1, format!("\"{}", "#".repeat(hashes))))
}

/// The length up to the closing quote.
fn escaped_length(inside: &str) -> usize {
    let mut is_escaped = false;
    for (offset, character) in inside.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return offset,
            _ => {}
        }
    }
    inside.len()
}

/// Comments may stand in comments.
fn comment_length(rest: &str) -> usize {
    let mut depth = 0;
    let mut offset = 0;
    while offset < rest.len() {
        let here = &rest[offset..];
        if here.starts_with("/*") {
            depth += 1;
            offset += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            offset += 2;
            if depth == 0 {
                return offset;
            }
        } else {
            offset += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of a character literal; none for a lifetime.
fn character_length(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    if inside.starts_with('\\') {
        let after = inside.char_indices().skip(2).find(|(_, character)| *character == '\'')?.0;
        return Some(after + 2);
    }
    let length = inside.chars().next()?.len_utf8();
    inside[length..].starts_with('\'').then_some(length + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &Source) -> Vec<&str> {
        source.literals.iter().map(|literal| literal.text.as_str()).collect()
    }

    #[test]
    fn comments_and_literals_are_no_code() {
        let source =
            Source::read("let a = \"web_sys // \\\" é\"; // web_sys\n/* web_sys /* inner */ */ let b = r#\"x \" y\"#;");
        assert!(!source.code.contains("web_sys"));
        assert!(source.code.contains("let b = r#\""));
        assert_eq!(texts(&source), ["web_sys // \\\" é", "x \" y"]);
        assert_eq!(source.literals[1].line, 2);
    }

    #[test]
    fn lifetimes_are_not_taken_for_characters() {
        let source =
            Source::read("fn f<'a>(x: &'a str) -> char { '\"' } const Q: char = '\\''; const S: &str = \"s\";");
        assert_eq!(texts(&source), ["s"]);
        assert!(source.code.contains("&'a str"));
    }

    #[test]
    fn unit_tests_can_be_left_out() {
        let source = Source::read("const A: &str = \"a\";\n#[cfg(test)]\nmod testing;\n#[cfg(test)]\nmod tests {\n const B: &str = \"b\";\n}\n").without_tests();
        assert_eq!(texts(&source), ["a"]);
        assert!(source.code.ends_with("mod testing;\n"));
    }

    #[test]
    fn what_stands_beside_a_literal_is_seen_through_blanks() {
        let source = Source::read("<p class=\"stack\">\n  \"Words\"\n</p>");
        assert!(source.before(&source.literals[0]).ends_with("class="));
        assert!(source.before(&source.literals[1]).ends_with('>'));
        assert!(source.after(&source.literals[1]).starts_with("</p>"));
    }
}
