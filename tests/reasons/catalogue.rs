//! The catalogue and its page say the same.

use onward::explain::Reason;

#[test]
fn every_reason_is_documented_with_its_meaning_and_remedy() {
    let page = include_str!("../../docs/reasons.md");
    for reason in Reason::ALL {
        let line = format!("| `{}` | {} | {} |", reason.code(), reason.meaning(), reason.remedy());
        assert!(page.lines().any(|it| it == line), "docs/reasons.md lacks\n{line}");
    }
    let rows = page.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, Reason::ALL.len(), "docs/reasons.md has rows that no reason is behind");
}

#[test]
fn codes_are_told_apart() {
    let mut codes = Reason::ALL.map(Reason::code);
    codes.sort_unstable();
    assert!(codes.windows(2).all(|pair| pair[0] != pair[1]));
}
