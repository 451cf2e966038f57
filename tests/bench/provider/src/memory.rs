//! A store of one client and one user in memory: what the statements do, in next to no time.

use std::cell::RefCell;
use std::collections::HashMap;

use jotkit::likecoin::provider::{BlockingStore, Failure, Query, Rows, Value};

#[derive(Default)]
pub struct Memory(RefCell<Tables>);

#[derive(Default)]
struct Tables {
    /// The client's record.
    record: Option<Value>,
    grant: Option<Grant>,
    /// What a code's row holds behind the code.
    codes: HashMap<String, Vec<Value>>,
}

/// A row of `jotkit_grants`, as far as these flows ask for it.
struct Grant {
    consent: Value,
    tag: Value,
    codes: i64,
    redeemed: Value,
    scope: Value,
    family: Value,
    live: Value,
    previous: Value,
}

impl BlockingStore for Memory {
    fn run(&self, query: &Query) -> Result<Rows, Failure> {
        self.0.borrow_mut().run(query.name, &query.params)
    }
}

impl Tables {
    fn run(&mut self, name: &str, params: &[Value]) -> Result<Rows, Failure> {
        let param = |number: usize| params[number - 1].clone();
        let row = match name {
            "client" => self.record.clone().map(|record| vec![record]),
            "client_put" => {
                self.record = Some(param(2));
                None
            }
            "consent" => {
                self.grant = Some(Grant {
                    consent: param(3),
                    tag: param(5),
                    codes: 1,
                    redeemed: Value::Integer(0),
                    scope: Value::Null,
                    family: Value::Null,
                    live: Value::Null,
                    previous: Value::Null,
                });
                Some(vec![Value::Integer(1)])
            }
            "code_add" => {
                self.codes.insert(text(&params[0])?, params[1..].to_vec());
                None
            }
            "sweep_codes" | "sweep_grants" => None,
            _ => match &mut self.grant {
                None => None,
                Some(grant) if name == "code" => {
                    let mut row = self.codes.get(&text(&params[0])?).cloned();
                    let more = [grant.redeemed.clone(), grant.consent.clone()];
                    row.iter_mut().for_each(|row| row.extend(more.clone()));
                    row
                }
                Some(grant) => grant.run(name, param)?,
            },
        };
        Ok(row.into_iter().collect())
    }
}

impl Grant {
    fn run(
        &mut self,
        name: &str,
        param: impl Fn(usize) -> Value,
    ) -> Result<Option<Vec<Value>>, Failure> {
        Ok(match name {
            "grant" => Some(vec![self.consent.clone(), self.tag.clone()]),
            "remembered" => {
                self.codes += 1;
                Some(vec![Value::Integer(self.codes)])
            }
            "redeem" => {
                (self.redeemed, self.scope) = (param(1), param(2));
                (self.family, self.live) = (param(3), param(4));
                self.previous = Value::Null;
                Some(vec![self.tag.clone()])
            }
            "family" if self.family == param(1) => Some(vec![
                column("app"),
                column("ann"),
                self.scope.clone(),
                self.tag.clone(),
                self.live.clone(),
                self.previous.clone(),
            ]),
            "refresh" if self.live == param(1) => {
                (self.live, self.previous) = (param(3), param(1));
                Some(vec![
                    column("ann"),
                    self.scope.clone(),
                    self.tag.clone(),
                    param(3),
                    param(4),
                ])
            }
            name => return Err(format!("no row for {name}").into()),
        })
    }
}

fn column(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn text(value: &Value) -> Result<String, Failure> {
    match value {
        Value::Text(text) => Ok(text.clone()),
        _ => Err("a code is a string".into()),
    }
}
