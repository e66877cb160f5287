//! When a condition holds.

use crate::catalogue::Operator;

/// Whether `value` stands in this relation to `operand`.
///
/// Texts compare to the letter, case included; a relation of numbers does not
/// hold where either side is not one (Flow language, conditions).
#[must_use]
pub fn holds(operator: Operator, value: &str, operand: &str) -> bool {
    match operator {
        Operator::Equals => value == operand,
        Operator::TextStartsWith => value.starts_with(operand),
        Operator::TextEndsWith => value.ends_with(operand),
        Operator::TextContains => value.contains(operand),
        // Nobody documents it; this is what its name says.
        Operator::KeyExists => !value.is_empty(),
        Operator::NumberGreaterThan => numbers(value, operand, |a, b| a > b),
        Operator::NumberGreaterOrEqualTo => numbers(value, operand, |a, b| a >= b),
        Operator::NumberLessThan => numbers(value, operand, |a, b| a < b),
        Operator::NumberLessOrEqualTo => numbers(value, operand, |a, b| a <= b),
    }
}

/// Whether two texts that differ are one number: `1.0` and `1`.
#[must_use]
pub fn same_number(value: &str, operand: &str) -> bool {
    value != operand && numbers(value, operand, |a, b| a == b)
}

fn numbers(value: &str, operand: &str, relation: fn(f64, f64) -> bool) -> bool {
    match (number(value), number(operand)) {
        (Some(value), Some(operand)) => relation(value, operand),
        (None, _) | (_, None) => false,
    }
}

/// What a text is as a decimal number: not `inf`, not `1e5`, not ` 7`.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let plain = text
        .bytes()
        .enumerate()
        .all(|(place, byte)| byte.is_ascii_digit() || byte == b'.' || (place == 0 && byte == b'-'));
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first of these conditions that holds, in this order.
    fn first(value: &str) -> Option<&'static str> {
        use Operator::{
            Equals, NumberGreaterOrEqualTo, NumberGreaterThan, NumberLessOrEqualTo, NumberLessThan,
        };
        [
            (Equals, "Raisins", "= Raisins"),
            (NumberGreaterOrEqualTo, "7", ">= 7"),
            (NumberGreaterThan, "5", "> 5"),
            (Equals, "4", "= 4"),
            (NumberLessOrEqualTo, "1", "<= 1"),
            (NumberLessThan, "3", "< 3"),
        ]
        .into_iter()
        .find_map(|(operator, operand, words)| holds(operator, value, operand).then_some(words))
    }

    #[test]
    fn the_first_condition_wins_and_numbers_are_numbers() {
        let inputs = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "60", "Raisins"];
        assert_eq!(
            inputs.map(|input| first(input).unwrap_or("default")),
            [
                "<= 1",
                "<= 1",
                "< 3",
                "default",
                "= 4",
                "default",
                "> 5",
                ">= 7",
                ">= 7",
                ">= 7",
                "= Raisins",
            ]
        );
    }

    #[test]
    fn what_is_no_number_is_in_no_relation_of_numbers() {
        for value in ["", "abc", "NaN", "inf", "1e5", " 7", "7 ", "-", "."] {
            assert!(!holds(Operator::NumberLessOrEqualTo, value, "7"), "{value}");
            assert!(
                !holds(Operator::NumberGreaterOrEqualTo, "7", value),
                "{value}"
            );
        }
        assert!(holds(Operator::NumberLessThan, "-2.5", "0"));
        assert!(holds(Operator::NumberGreaterOrEqualTo, "7", "7.0"));
    }

    #[test]
    fn texts_compare_to_the_letter() {
        assert!(!holds(Operator::Equals, "chat", "CHAT"));
        assert!(!holds(Operator::Equals, "1.0", "1"));
        assert!(holds(Operator::TextContains, "my parcel is late", "parcel"));
        assert!(holds(Operator::TextStartsWith, "+4930", "+49"));
        assert!(holds(Operator::TextEndsWith, "a@example.com", ".com"));
    }
}
