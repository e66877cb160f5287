//! What literals mean: escapes, indentation, units of time.

use super::tree::LiteralKind;
use std::borrow::Cow;

/// Why a literal means nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// A backslash with something behind it that is no escape; the bytes of both
    /// within the literal.
    Escape(usize, usize),
    /// A number with letters behind it that are no unit of time.
    Unit,
    /// A percentage that is no whole number.
    Percent,
    /// A number, a percentage or a time span far beyond anything in Connect.
    TooLarge,
}

/// The longest time span that is read: ten years of 365 days, in seconds.
const LONGEST: i64 = 10 * 365 * 86_400;

/// The text of a `"…"`, given with its quotes.
pub(super) fn string(raw: &str) -> Result<Cow<'_, str>, Fault> {
    let inner = inner(raw, 1);
    if inner.contains('\\') {
        unescaped(inner).map(Cow::Owned)
    } else {
        Ok(Cow::Borrowed(inner))
    }
}

/// The text of a `"""…"""`, given with its quotes: a first and a last line without
/// text are dropped, and the indentation that all lines share.
pub(super) fn text(raw: &str) -> Cow<'_, str> {
    let inner = inner(raw, 3);
    if !inner.contains('\n') {
        return Cow::Borrowed(inner);
    }
    let mut lines: Vec<&str> = inner.split('\n').map(without_return).collect();
    let indent = common_indent(&lines);
    if lines.first().is_some_and(|line| line.trim().is_empty()) {
        lines.remove(0);
        dedent(&mut lines, indent);
    } else if let Some((_, rest)) = lines.split_first_mut() {
        dedent(rest, indent);
    }
    if lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    Cow::Owned(lines.join("\n"))
}

/// A number, a percentage or a time span.
pub(super) fn quantity(raw: &str) -> Result<LiteralKind<'_>, Fault> {
    let digits = raw.strip_prefix('-').unwrap_or(raw);
    if let Some(percent) = raw.strip_suffix('%') {
        return match percent.parse() {
            Ok(percent) => Ok(LiteralKind::Percent(percent)),
            Err(_) if is_digits(percent) => Err(Fault::TooLarge),
            Err(_) => Err(Fault::Percent),
        };
    }
    let number = digits.split_once('.').map_or_else(
        || is_digits(digits),
        |(whole, part)| is_digits(whole) && is_digits(part),
    );
    if number {
        return Ok(LiteralKind::Number(raw));
    }
    let seconds = seconds(digits)?;
    Ok(LiteralKind::Duration(if raw.starts_with('-') {
        -seconds
    } else {
        seconds
    }))
}

/// The seconds of `1h30m`.
fn seconds(raw: &str) -> Result<i64, Fault> {
    let mut total: i64 = 0;
    for part in raw.split_inclusive(|letter: char| !letter.is_ascii_digit()) {
        let unit = part.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let number = part.strip_suffix(unit).unwrap_or("");
        let factor = match unit {
            "d" => 86_400,
            "h" => 3_600,
            "m" => 60,
            "s" => 1,
            _ => return Err(Fault::Unit),
        };
        if number.is_empty() {
            return Err(Fault::Unit);
        }
        total = number
            .parse::<i64>()
            .ok()
            .and_then(|number| number.checked_mul(factor))
            .and_then(|seconds| total.checked_add(seconds))
            .filter(|total| *total <= LONGEST)
            .ok_or(Fault::TooLarge)?;
    }
    Ok(total)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What stands between quotes of this many bytes.
fn inner(raw: &str, quote: usize) -> &str {
    raw.get(quote..raw.len().saturating_sub(quote))
        .unwrap_or("")
}

fn unescaped(inner: &str) -> Result<String, Fault> {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.push_str(before);
        let (letter, length) = escape(behind).map_err(|length| {
            // One more for the opening quote.
            let start = inner.len() - behind.len();
            Fault::Escape(start, start + 1 + length)
        })?;
        out.push(letter);
        rest = behind.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    Ok(out)
}

/// The character that stands for what follows a backslash, and how many bytes that
/// is; or how many bytes are wrong.
fn escape(behind: &str) -> Result<(char, usize), usize> {
    let letter = behind.chars().next().ok_or(0_usize)?;
    match letter {
        '"' | '\\' => Ok((letter, 1)),
        'n' => Ok(('\n', 1)),
        't' => Ok(('\t', 1)),
        'u' => {
            let Some((code, _)) = behind
                .strip_prefix("u{")
                .and_then(|code| code.split_once('}'))
            else {
                return Err(1);
            };
            let length = code.len() + 3;
            u32::from_str_radix(code, 16)
                .ok()
                .and_then(char::from_u32)
                .filter(|_| code.len() <= 6)
                .map(|letter| (letter, length))
                .ok_or(length)
        }
        _ => Err(letter.len_utf8()),
    }
}

/// A text in quotes on one line, as [`string`] reads it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    if text
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\'))
    {
        out.push_str(text);
        out.push('"');
        return out;
    }
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            letter
                if letter.is_control()
                    || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}') =>
            {
                out.push_str(&format!("\\u{{{:x}}}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

fn without_return(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}

/// The indentation, in bytes, that all lines but the first share; a last line without
/// text counts, for it holds the closing quotes.
fn common_indent(lines: &[&str]) -> usize {
    let last = lines.len().saturating_sub(1);
    lines
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(number, line)| *number == last || !line.trim().is_empty())
        .map(|(_, line)| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min()
        .unwrap_or(0)
}

fn dedent(lines: &mut [&str], indent: usize) {
    for line in lines {
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        *line = line.get(indent.min(blank)..).unwrap_or("");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_or_located() {
        assert_eq!(string(r#""a\"b\\\n\u{1F600}""#).unwrap(), "a\"b\\\n😀");
        assert!(matches!(string(r#""plain""#), Ok(Cow::Borrowed("plain"))));
        assert_eq!(string(r#""ab\q""#), Err(Fault::Escape(3, 5)));
        assert_eq!(string(r#""\u{110000}""#), Err(Fault::Escape(1, 11)));
        assert_eq!(string(r#""\u""#), Err(Fault::Escape(1, 3)));
    }

    #[test]
    fn what_is_quoted_is_read_as_it_was() {
        for text in [
            "",
            "a\"b\\\n\t",
            "\u{1}\u{2028}\u{feff}",
            "$.Attributes.a 😀",
        ] {
            let quoted = quoted(text);
            assert_eq!(string(&quoted).unwrap(), text, "{quoted}");
            assert_eq!(quoted.lines().count(), 1);
        }
    }

    #[test]
    fn common_indentation_is_removed() {
        let raw = "\"\"\"\n        one\n          two\n\n        three\n        \"\"\"";
        assert_eq!(text(raw), "one\n  two\n\nthree");
        assert_eq!(text("\"\"\"as it is\"\"\""), "as it is");
        assert_eq!(text("\"\"\"first\r\n  second\r\n  \"\"\""), "first\nsecond");
        assert_eq!(text("\"\"\"\n\"\"\""), "");
    }

    #[test]
    fn times_become_seconds() {
        assert_eq!(quantity("1h30m"), Ok(LiteralKind::Duration(5_400)));
        assert_eq!(quantity("-10m"), Ok(LiteralKind::Duration(-600)));
        assert_eq!(quantity("1d"), Ok(LiteralKind::Duration(86_400)));
        assert_eq!(quantity("40%"), Ok(LiteralKind::Percent(40)));
        assert_eq!(quantity("-0.9"), Ok(LiteralKind::Number("-0.9")));
        for wrong in ["5min", "5ms", "1.5h", "h", "5h3", "1.2.3"] {
            assert_eq!(quantity(wrong), Err(Fault::Unit), "{wrong}");
        }
        for wrong in ["12.5%", "5x%", "-5%"] {
            assert_eq!(quantity(wrong), Err(Fault::Percent), "{wrong}");
        }
        for large in ["99999999999999999999s", "4000d", "99999999999%"] {
            assert_eq!(quantity(large), Err(Fault::TooLarge), "{large}");
        }
    }
}
