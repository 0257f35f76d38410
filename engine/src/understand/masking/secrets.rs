//! Numbers that carry a check of their own: payment cards and bank accounts.

use std::ops::Range;

/// A card's number: 13 to 19 digits whose checksum holds (ISO/IEC 7812, "Luhn").
pub(super) fn is_card(text: &str, range: &Range<usize>) -> bool {
    let digits = text.get(range.clone()).unwrap_or_default().chars();
    let digits: Vec<u32> = digits.filter_map(|digit| digit.to_digit(10)).collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| match place % 2 {
            0 => digit,
            _ => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    (13..=19).contains(&digits.len()) && sum.is_multiple_of(10)
}

/// An international account number whose checksum holds (ISO 13616: remainder 1 by 97, with the first
/// four characters behind the others and letters as 10 to 35).
pub(super) fn is_account_number(text: &str, range: &Range<usize>) -> bool {
    let number = text.get(range.clone()).unwrap_or_default();
    let plain: Vec<u32> = number.chars().filter_map(|one| one.to_digit(36)).collect();
    let Some((head, rest)) = plain.split_at_checked(4) else {
        return false;
    };
    let remainder = rest.iter().chain(head).fold(0, |sum, &value| {
        let shift = if value > 9 { 100 } else { 10 };
        (sum * shift + value) % 97
    });
    (15..=34).contains(&plain.len()) && remainder == 1
}
