//! The statements that a host runs with its own driver: one text for SQLite and PostgreSQL.

use std::sync::LazyLock;

/// Everything, in the order in which a reader meets it.
const TEXT: &str = include_str!("statements.sql");

/// Declares the statements by name.
macro_rules! statements {
    ($($variant:ident $name:literal;)+) => {
        /// A statement of the file, by its name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Statement { $($variant,)+ }

        impl Statement {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$variant,)+];

            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

statements! {
    Version "version";
    Client "client";
    ClientPut "client_put";
    Clients "clients";
    Grant "grant";
    Consent "consent";
    Remembered "remembered";
    CodeAdd "code_add";
    Code "code";
    Redeem "redeem";
    Family "family";
    Refresh "refresh";
    End "end";
    Withdraw "withdraw";
    Apps "apps";
    SweepCodes "sweep_codes";
    SweepGrants "sweep_grants";
}

/// What the statements of the schema are called.
pub(super) const SCHEMA: &str = "schema";

/// Every statement with its name, in the file's order; several are called `schema`.
///
/// Parameters are numbered in the order in which they first appear, so that a driver can bind them
/// by position and by name.
pub fn statements() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILE.iter().copied()
}

static FILE: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let parts = TEXT.split("/* ").filter_map(|part| part.split_once(" */"));
    parts
        .map(|(name, sql)| (name, sql.trim().trim_end_matches(';')))
        .collect()
});

impl Statement {
    pub(super) fn sql(self) -> &'static str {
        let mut named = statements().filter(|(name, _)| *name == self.name());
        named.next().map_or("", |(_, sql)| sql)
    }
}

#[cfg(test)]
mod tests {
    use super::{SCHEMA, Statement, statements};

    #[test]
    fn every_statement_is_in_the_file_once() {
        for statement in Statement::ALL.iter().copied() {
            let named = statements().filter(|(name, _)| *name == statement.name());
            assert_eq!(named.count(), 1, "{}", statement.name());
            assert!(!statement.sql().is_empty());
        }
        let schema = statements().filter(|(name, _)| *name == SCHEMA).count();
        assert_eq!(statements().count(), Statement::ALL.len() + schema);
    }

    #[test]
    fn parameters_are_numbered_as_they_first_appear() {
        for (name, sql) in statements() {
            let mut next = 1;
            for part in sql.split('$').skip(1) {
                let digits = part.chars().take_while(char::is_ascii_digit);
                let number: usize = digits.collect::<String>().parse().unwrap();
                assert!(number <= next, "{name}: ${number} before ${next}");
                next = next.max(number + 1);
            }
        }
    }
}
