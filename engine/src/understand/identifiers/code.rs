//! Error codes: hexadecimal, decimal, signed and symbolic notations of one 32-bit pattern.

use super::{
    Identifier, Notation, Pattern, Reading, Value, after, before, is_quantity, pattern,
    stands_alone, symbols,
};
use std::ops::Range;
use std::sync::LazyLock;

/// `0x8004010F`, `0x0000000A`, `0x'3928'`.
static HEX: Pattern = LazyLock::new(|| pattern(r"(?i)\b0x['`]?([0-9a-f]{1,16})['`]?(?:ul|l|u)?\b"));

/// Eight hexadecimal digits, or fewer with the suffix of assemblers.
static BARE_HEX: Pattern = LazyLock::new(|| pattern(r"(?i)\b(?:([0-9a-f]{8})|([0-9a-f]{2,8})h)\b"));

/// Nine or ten decimal digits, perhaps negative. The minus may be typographic.
static LONG_DECIMAL: Pattern = LazyLock::new(|| pattern(r"[-\u{2212}]?\b\d{9,10}\b"));

/// A small number right behind a word for error.
static SMALL: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:error|err|errno|hr|hresult|rc|sc|result|status|stop|bugcheck|return(?:ed)?|exit)(?:[ \t]+(?:code|number|no\.?|num|msg|message|value|status|id))?(?:[ \t]+(?:is|was|of))?[ \t]*[:=#(\[]?[ \t]*([-\u{2212}]?\d{1,8})\b",
    )
});

/// "1722 error": a number right before the word.
static BEFORE_WORD: Pattern =
    LazyLock::new(|| pattern(r"(?i)([-\u{2212}]?\b\d{3,5})[ \t]+error\b"));

/// `MAPI_E_NOT_FOUND`, `ERROR_ACCESS_DENIED`, `WSAECONNRESET`.
static SYMBOL: Pattern = LazyLock::new(|| {
    pattern(
        r"\b(?:(?:[A-Z][A-Z0-9]*_)?(?:E|S|ERROR|STATUS)_[A-Z][A-Z0-9_]{2,}|WSA[A-Z_]{5,}|NTE_[A-Z_]+|[A-Z]+(?:_[A-Z]+){2,})\b",
    )
});

pub(super) fn find(text: &str, found: &mut Vec<Identifier>) {
    hexadecimal(text, found);
    bare_hexadecimal(text, found);
    long_decimal(text, found);
    small(text, found);
    symbolic(text, found);
}

fn push(text: &str, range: Range<usize>, value: u32, notation: Notation) -> Identifier {
    let value = Value::ErrorCode {
        value: Some(value),
        symbol: None,
    };
    Identifier::new(text, range, value, notation)
}

fn hexadecimal(text: &str, found: &mut Vec<Identifier>) {
    for matched in HEX.iter().flat_map(|hex| hex.captures_iter(text)) {
        let (Some(all), Some(digits)) = (matched.get(0), matched.get(1)) else {
            continue;
        };
        if let Some(value) = pattern_of(digits.as_str()) {
            found.push(push(text, all.range(), value, Notation::Hex));
        }
    }
}

/// The 32-bit pattern of hexadecimal digits. A 64-bit print of a 32-bit code has zeros or its own
/// sign in the upper half; anything else there is an address, and no code.
fn pattern_of(digits: &str) -> Option<u32> {
    let wide = u64::from_str_radix(digits, 16).ok()?;
    match wide >> 32 {
        0 => u32::try_from(wide).ok(),
        0xffff_ffff => u32::try_from(wide & 0xffff_ffff).ok(),
        _ => None,
    }
}

fn bare_hexadecimal(text: &str, found: &mut Vec<Identifier>) {
    for matched in BARE_HEX.iter().flat_map(|hex| hex.captures_iter(text)) {
        let Some(all) = matched.get(0) else { continue };
        let (digits, notation) = match (matched.get(1), matched.get(2)) {
            (Some(digits), _) => (digits.as_str(), Notation::BareHex),
            (_, Some(digits)) => (digits.as_str(), Notation::HexSuffix),
            _ => continue,
        };
        if is_part_of_more(text, &all.range()) {
            continue;
        }
        let near = near_error_word(text, &all.range());
        let is_code = if notation == Notation::HexSuffix {
            looks_suffixed(digits, near)
        } else {
            looks_like_code(digits) || (near && digits.bytes().any(|byte| byte.is_ascii_digit()))
        };
        if is_code && let Some(value) = pattern_of(digits) {
            let mut one = push(text, all.range(), value, notation);
            one.readings = decimal_too(digits, value);
            found.push(one);
        }
    }
}

/// Part of a class id, a path, a file name or a longer number.
fn is_part_of_more(text: &str, range: &Range<usize>) -> bool {
    let head = before(text, range.start, 3);
    let tail = after(text, range.end, 2);
    let joins = |character: char| matches!(character, '{' | '-' | '\\' | '/' | '.' | '@' | '#');
    let follows = tail.starts_with(['-', '}', '\\', '@'])
        || (tail.starts_with('.') && tail[1..].starts_with(char::is_alphanumeric));
    head.ends_with(joins) || head.eq_ignore_ascii_case(" 0x") || follows
}

/// The failure bit or an informational facility up front, as codes that people paste have it, and
/// digits that no count or word would have.
fn looks_like_code(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    let has_digit = bytes.iter().any(u8::is_ascii_digit);
    let has_letter = bytes.iter().any(u8::is_ascii_alphabetic);
    let first = bytes.first().map_or(b' ', u8::to_ascii_lowercase);
    let second = bytes.get(1).copied().unwrap_or_default();
    let fails = matches!(first, b'8' | b'9' | b'a'..=b'f');
    let mixed =
        has_letter && has_digit && bytes.iter().filter(|byte| byte.is_ascii_digit()).count() > 2;
    fails && has_digit && (mixed || matches!((first, second), (b'8' | b'c' | b'e', b'0' | b'1')))
}

/// "D8h" is a code, "12h" are hours and "24h" a day; four digits or a letter among them decide.
fn looks_suffixed(digits: &str, near: bool) -> bool {
    let has_digit = digits.bytes().any(|byte| byte.is_ascii_digit());
    let has_letter = digits.bytes().any(|byte| byte.is_ascii_alphabetic());
    has_digit && (near || digits.len() >= 4 || (has_letter && digits.len() > 1))
}

/// Digits without a letter could be decimal as well; if they are no pattern in decimal notation
/// the hexadecimal reading stands alone.
fn decimal_too(digits: &str, value: u32) -> Vec<Reading> {
    let decimal = digits.parse::<u32>().ok().filter(|other| *other != value);
    decimal.map_or_else(Vec::new, |decimal| {
        vec![
            reading(value, "error"),
            Reading {
                value: decimal,
                meaning: format!("error {decimal} (decimal)"),
            },
        ]
    })
}

fn reading(value: u32, what: &str) -> Reading {
    Reading {
        value,
        meaning: format!("{what} 0x{value:08X}"),
    }
}

fn near_error_word(text: &str, range: &Range<usize>) -> bool {
    const WORDS: &[&str] = &[
        "error",
        "code",
        "hresult",
        "status",
        "stop",
        "result",
        "fail",
        "exception",
        "return",
    ];
    let head = before(text, range.start, 24).to_ascii_lowercase();
    let tail = after(text, range.end, 12).to_ascii_lowercase();
    WORDS
        .iter()
        .any(|word| head.contains(word) || tail.contains(word))
}

fn long_decimal(text: &str, found: &mut Vec<Identifier>) {
    for matched in LONG_DECIMAL.iter().flat_map(|long| long.find_iter(text)) {
        let digits = matched.as_str().trim_start_matches(['-', '\u{2212}']);
        let negative = digits.len() < matched.len();
        let joined = before(text, matched.start(), 4)
            .chars()
            .next_back()
            .is_some_and(|last| {
                last.is_alphanumeric() || matches!(last, '.' | '-' | '+' | ')' | '\\')
            });
        if joined
            || is_quantity(after(text, matched.end(), 16))
            || is_telephone(text, matched.start())
        {
            continue;
        }
        let value = match digits.parse::<i64>() {
            Ok(value) if negative && value <= 1 << 31 => value.wrapping_neg() as i32 as u32,
            Ok(value) if !negative && (1 << 31..1 << 32).contains(&value) => value as u32,
            _ => continue,
        };
        let notation = if negative {
            Notation::Signed
        } else {
            Notation::Decimal
        };
        found.push(push(text, matched.range(), value, notation));
    }
}

fn is_telephone(text: &str, at: usize) -> bool {
    let head = before(text, at, 20).to_ascii_lowercase();
    [
        "phone", "call ", "dial", "tel", "fax", "ticket", "case", "serial",
    ]
    .iter()
    .any(|word| head.contains(word))
}

fn small(text: &str, found: &mut Vec<Identifier>) {
    let behind = SMALL.iter().flat_map(|small| small.captures_iter(text));
    let ahead = BEFORE_WORD
        .iter()
        .flat_map(|small| small.captures_iter(text));
    for matched in behind.chain(ahead) {
        let Some(number) = matched.get(1) else {
            continue;
        };
        let digits = number.as_str().trim_start_matches(['-', '\u{2212}']);
        let negative = digits.len() < number.len();
        let all = matched.get(0).map_or("", |all| all.as_str());
        let last = after(text, number.end(), 16);
        let quantity = is_quantity(last) && !last.trim_start().starts_with("error");
        if quantity || !stands_alone(text, &number.range()) || is_event_word(text, number.start()) {
            continue;
        }
        let Ok(value) = digits.parse::<i32>() else {
            continue;
        };
        let value = if negative { -value } else { value } as u32;
        // "Stop 7" and "exit 12" are roads and verbs; the bug checks people quote are in hex.
        let is_verb = all.len() < 10 && all.to_ascii_lowercase().starts_with(['s', 'e', 'r']);
        if is_verb && !all.to_ascii_lowercase().starts_with("err") && !all.contains([':', '=']) {
            continue;
        }
        let notation = if negative {
            Notation::Signed
        } else {
            Notation::Decimal
        };
        let mut one = push(text, number.range(), value, notation);
        one.readings = small_readings(digits, negative, value);
        found.push(one);
    }
}

/// "event 1008 error": the number belongs to the event.
fn is_event_word(text: &str, at: usize) -> bool {
    let head = before(text, at, 12).trim_end().to_ascii_lowercase();
    head.ends_with("event") || head.ends_with("event id") || head.ends_with("event id:")
}

/// What a small number behind a word for error can be: the code itself, the same digits meant in
/// hexadecimal, and the HRESULT that wraps a Win32 code (facility 7, as in winerror.h).
fn small_readings(digits: &str, negative: bool, value: u32) -> Vec<Reading> {
    let mut readings = vec![Reading {
        value,
        meaning: format!(
            "error {}{digits} (0x{value:X})",
            if negative { "-" } else { "" }
        ),
    }];
    if negative {
        return readings;
    }
    if let Ok(hex) = u32::from_str_radix(digits, 16)
        && hex != value
    {
        readings.push(Reading {
            value: hex,
            meaning: format!("error 0x{hex:X}"),
        });
    }
    if (1..=0xffff).contains(&value) {
        readings.push(reading(0x8007_0000 | value, "HRESULT of that error,"));
    }
    readings
}

/// A text that is nothing but a number: it may be an event or an error.
pub(super) fn bare_number(text: &str) -> Option<Identifier> {
    let digits = text.trim().trim_end_matches(['?', '.']);
    let start = text.find(digits)?;
    let number: u32 = digits.parse().ok().filter(|_| digits.len() <= 6)?;
    let mut one = Identifier::new(
        text,
        start..start + digits.len(),
        Value::Number(number),
        Notation::Decimal,
    );
    one.readings = vec![Reading {
        value: number,
        meaning: format!("event {number}"),
    }];
    one.readings.extend(small_readings(digits, false, number));
    Some(one)
}

fn symbolic(text: &str, found: &mut Vec<Identifier>) {
    if !text.contains('_') && !text.contains("WSA") {
        return;
    }
    for matched in SYMBOL.iter().flat_map(|symbol| symbol.find_iter(text)) {
        let symbol = matched.as_str();
        let value = symbols::value_of(symbol);
        let is_error = value.is_some()
            || ["_E_", "ERROR_", "STATUS_"]
                .iter()
                .any(|part| symbol.contains(part))
            || symbol.starts_with("E_");
        if !is_error || !stands_alone(text, &matched.range()) {
            continue;
        }
        let value = Value::ErrorCode {
            value,
            symbol: Some(symbol.to_owned()),
        };
        found.push(Identifier::new(
            text,
            matched.range(),
            value,
            Notation::Symbol,
        ));
    }
}
