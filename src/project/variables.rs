//! `${NAME}`: values that come from environment variables.

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it is.
    Text(&'a str),
    /// `${NAME}`.
    Variable(&'a str),
    /// A `${` without its end, or without a name.
    Broken(&'a str),
}

/// The pieces of a text, in order. A `$` without a brace is a character like any other:
/// versions of functions are called `$LATEST`. `$${` stands for `${`, so that templates
/// of others go through.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some((before, after)) = rest.split_once("${") {
        if let Some(before) = before.strip_suffix('$') {
            pieces.extend([Piece::Text(before), Piece::Text("${")]);
            rest = after;
            continue;
        }
        pieces.push(Piece::Text(before));
        match after.split_once('}') {
            Some((name, behind)) if is_name(name) => {
                pieces.push(Piece::Variable(name));
                rest = behind;
            }
            _ => {
                let end = after.find('}').map_or(after.len(), |end| end + 1);
                pieces.push(Piece::Broken(after.get(..end).unwrap_or(after)));
                rest = after.get(end..).unwrap_or("");
            }
        }
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// Whether a text needs a variable.
pub fn has_any(text: &str) -> bool {
    pieces(text)
        .iter()
        .any(|piece| matches!(piece, Piece::Variable(_) | Piece::Broken(_)))
}

/// The text with every variable in its place, or the names of those that are not set.
pub fn fill<'a>(
    text: &'a str,
    variables: &dyn Fn(&str) -> Option<String>,
) -> Result<String, Vec<&'a str>> {
    let (mut filled, mut missing) = (String::new(), Vec::new());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Variable(name) => match variables(name).filter(|value| !value.is_empty()) {
                Some(value) => filled.push_str(&value),
                None => missing.push(name),
            },
            // Reported when the file was read.
            Piece::Broken(_) => {}
        }
    }
    if missing.is_empty() {
        Ok(filled)
    } else {
        Err(missing)
    }
}

/// Names that every system can set.
fn is_name(name: &str) -> bool {
    let first = name.chars().next();
    first.is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in_and_missing_ones_named() {
        let known = |name: &str| match name {
            "STAGE" => Some("prod".to_owned()),
            "EMPTY" => Some(String::new()),
            _ => None,
        };
        let filled = |text| fill(text, &known);
        assert_eq!(
            filled("a:${STAGE}:$LATEST"),
            Ok("a:prod:$LATEST".to_owned())
        );
        assert_eq!(filled("${A}-${STAGE}-${EMPTY}"), Err(vec!["A", "EMPTY"]));
        assert_eq!(
            filled("$${STAGE}-$${a:b}"),
            Ok("${STAGE}-${a:b}".to_owned())
        );
        assert_eq!(pieces("x${")[1], Piece::Broken(""));
        assert_eq!(
            pieces("x${1}y")[1..],
            [Piece::Broken("1}"), Piece::Text("y")]
        );
    }
}
