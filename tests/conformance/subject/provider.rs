//! `provider`: a script of steps for one provider on a database of its own.

use std::collections::HashMap;

use jotkit::likecoin::provider::{
    ClientOptions, JsonFlow, Options, Provider, Request, Value as Column,
};
use jotkit::likecoin::scope::Demands;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Answer, Failure, describe, parsed, read};

#[derive(Deserialize)]
struct Script {
    options: Value,
    clients: Vec<Value>,
    users: Vec<Value>,
    steps: Vec<Map<String, Value>>,
}

pub(super) fn respond(line: &str) -> Answer {
    let script: Script = read(line)?;
    let mut world = World::new(script.options.to_string())?;
    for client in script.clients {
        world.put(&client, 0)?;
    }
    for user in script.users {
        world.know(user)?;
    }
    let mut results = Vec::new();
    for step in script.steps {
        let result = match world.perform(&step) {
            Err(Failure::Refused(error)) => json!({ "error": describe(&Failure::Refused(error)) }),
            result => result?,
        };
        results.push(world.names.hide(result));
    }
    Ok(json!({ "results": results }))
}

struct World {
    options: String,
    provider: Provider,
    database: Connection,
    users: HashMap<String, Value>,
    flows: HashMap<String, Box<dyn JsonFlow>>,
    names: Names,
}

/// What a flow does next, its users looked up.
enum Next {
    Statement(Value),
    Done(Value),
}

impl World {
    fn new(options: String) -> Result<Self, Failure> {
        let provider = Provider::new(Options::from_json(&options)?)?;
        let database = Connection::open_in_memory().map_err(|_| Failure::NotUnderstood)?;
        let world = Self {
            options,
            provider,
            database,
            users: HashMap::new(),
            flows: HashMap::new(),
            names: Names::default(),
        };
        world.run(Box::new(world.provider.setup(0)))?;
        Ok(world)
    }

    fn put(&self, client: &Value, at: i64) -> Result<(), Failure> {
        let client = ClientOptions::from_json(&client.to_string())?;
        self.run(Box::new(self.provider.put_client(client, at)?))?;
        Ok(())
    }

    fn know(&mut self, user: Value) -> Result<(), Failure> {
        let id = user["id"]
            .as_str()
            .ok_or(Failure::NotUnderstood)?
            .to_owned();
        if user["gone"] == true {
            self.users.remove(&id);
        } else {
            self.users.insert(id, user);
        }
        Ok(())
    }

    fn perform(&mut self, step: &Map<String, Value>) -> Answer {
        let at = step.get("at").and_then(Value::as_i64).unwrap_or_default();
        let text = |name: &str| step.get(name).and_then(Value::as_str);
        if let Some(request) = step.get("request") {
            let flow = self.provider.answer(self.request(request)?, at);
            let mut flow: Box<dyn JsonFlow> = Box::new(flow);
            if let Some(name) = text("begin") {
                let shown = show(self.next(&mut *flow)?);
                self.flows.insert(name.to_owned(), flow);
                return shown;
            }
            return Ok(reply(self.run(flow)?));
        }
        for (how, times) in [
            ("run", 1),
            ("twice", 2),
            ("finish", usize::MAX),
            ("fail", 0),
        ] {
            if let Some(name) = text(how) {
                let mut flow = self.flows.remove(name).ok_or(Failure::NotUnderstood)?;
                let shown = self.step(&mut *flow, times);
                self.flows.insert(name.to_owned(), flow);
                return shown;
            }
        }
        if let Some(verify) = step.get("verify") {
            return self.verify(verify, at);
        }
        if let Some(client) = step.get("client") {
            self.put(client, at)?;
        } else if let Some(asked) = step.get("new_secret") {
            let text = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
            let keep = asked["keep"]
                .as_u64()
                .and_then(|keep| u32::try_from(keep).ok());
            let keep = keep.ok_or(Failure::NotUnderstood)?;
            let secret = Some(text("client_secret"));
            self.run(Box::new(self.provider.new_secret(
                text("client_id"),
                secret,
                keep,
                at,
            )))?;
        } else if let Some(user) = step.get("user") {
            self.know(user.clone())?;
        } else if step.contains_key("sweep") {
            self.run(Box::new(self.provider.sweep(at)))?;
        } else if step.contains_key("restart") {
            self.provider = Provider::new(Options::from_json(&self.options)?)?;
        } else {
            let sql = text("sql").ok_or(Failure::NotUnderstood)?;
            return Ok(json!({ "rows": self.query(&self.names.show(sql), &[])? }));
        }
        Ok(json!({}))
    }

    fn request(&self, given: &Value) -> Result<Request, Failure> {
        let mut members = given.as_object().cloned().ok_or(Failure::NotUnderstood)?;
        let shown = |value: Value| value.as_str().map(|text| self.names.show(text));
        let body = members.remove("body").and_then(shown);
        if let Some(query) = members.remove("query").and_then(shown) {
            members.insert("query".to_owned(), query.into());
        }
        if body.is_some() {
            let form = "application/x-www-form-urlencoded";
            members.entry("content_type").or_insert(form.into());
        }
        let request = Value::Object(members).to_string();
        Ok(Request::from_json(&request, body.map(String::into_bytes))?)
    }

    fn verify(&self, asked: &Value, at: i64) -> Answer {
        let token = asked["token"].as_str().ok_or(Failure::NotUnderstood)?;
        let token = self.names.show(token);
        let mut demands = asked.as_object().cloned().unwrap_or_default();
        demands.remove("token");
        let demands = Demands::from_json(&Value::Object(demands).to_string())?;
        let mut done = self.run(Box::new(self.provider.verify(token, demands, at)))?;
        let mut content = done["done"].take();
        if let Some(members) = content.as_object_mut() {
            members.remove("token_id");
        }
        Ok(content)
    }

    /// Goes on by so many statements; 0 is a store that gives up.
    fn step(&self, flow: &mut dyn JsonFlow, times: usize) -> Answer {
        if times == 0 {
            flow.fail()?;
        }
        let mut next = self.next(flow)?;
        if times == usize::MAX {
            while let Next::Statement(query) = next {
                flow.rows_json(&self.rows(&query)?)?;
                next = self.next(flow)?;
            }
        } else if let (Next::Statement(query), 1..) = (&next, times) {
            let mut rows = String::new();
            for _ in 0..times {
                rows = self.rows(query)?;
            }
            flow.rows_json(&rows)?;
            next = self.next(flow)?;
        }
        show(next)
    }

    fn run(&self, mut flow: Box<dyn JsonFlow>) -> Answer {
        loop {
            match self.next(&mut *flow)? {
                Next::Done(done) => return Ok(done),
                Next::Statement(query) => flow.rows_json(&self.rows(&query)?)?,
            }
        }
    }

    /// Looks users up until a statement is next, or nothing.
    fn next(&self, flow: &mut dyn JsonFlow) -> Result<Next, Failure> {
        loop {
            let step: Value = parsed(&flow.step_json()?)?;
            if let Some(id) = step.get("user").and_then(Value::as_str) {
                let user = self.users.get(id).map(Value::to_string);
                flow.user_json(user.as_deref())?;
            } else if step.get("done").is_some() {
                return Ok(Next::Done(step));
            } else {
                return Ok(Next::Statement(step));
            }
        }
    }

    fn rows(&self, query: &Value) -> Result<String, Failure> {
        let params = query["params"].as_array().ok_or(Failure::NotUnderstood)?;
        let params = params.iter().map(|value| match value {
            Value::String(text) => Column::Text(text.clone()),
            value => value.as_i64().map_or(Column::Null, Column::Integer),
        });
        let sql = query["sql"].as_str().unwrap_or_default();
        Ok(self.query(sql, &params.collect::<Vec<_>>())?.to_string())
    }

    fn query(&self, sql: &str, params: &[Column]) -> Answer {
        let all = || -> rusqlite::Result<Value> {
            let mut statement = self.database.prepare_cached(sql)?;
            let columns = statement.column_count();
            let mut found = statement.query(rusqlite::params_from_iter(params))?;
            let mut rows = Vec::new();
            while let Some(row) = found.next()? {
                let columns = (0..columns).map(|column| {
                    Ok(match row.get_ref(column)? {
                        ValueRef::Null => Value::Null,
                        ValueRef::Integer(number) => number.into(),
                        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
                        ValueRef::Real(_) | ValueRef::Blob(_) => unreachable!(),
                    })
                });
                rows.push(columns.collect::<rusqlite::Result<Value>>()?);
            }
            Ok(rows.into())
        };
        all().map_err(|_| Failure::NotUnderstood)
    }
}

fn show(next: Next) -> Answer {
    Ok(match next {
        Next::Statement(query) => json!({ "next": query["name"] }),
        Next::Done(done) => reply(done),
    })
}

/// A reply without the text of its page, with the names of its events.
fn reply(mut step: Value) -> Value {
    let mut reply = step["done"].take();
    let events = step["events"].as_array().cloned().unwrap_or_default();
    let names = events.iter().map(|event| event["name"].clone());
    reply["events"] = names.collect();
    if let Some(members) = reply.as_object_mut() {
        members.remove("return_to");
    }
    if let Some(page) = reply
        .as_object_mut()
        .and_then(|members| members.remove("page"))
    {
        let members = reply.as_object_mut().expect("a reply is an object");
        members.remove("body");
        members.extend(page.as_object().cloned().unwrap_or_default());
    }
    reply
}

/// The names of values that are random, in the order in which results show them.
#[derive(Default)]
struct Names(Vec<(String, String)>);

impl Names {
    /// Values for names.
    fn show(&self, text: &str) -> String {
        let named = self.0.iter();
        named.fold(text.to_owned(), |text, (name, value)| {
            text.replace(name, value)
        })
    }

    /// Names for values.
    fn hide(&mut self, result: Value) -> Value {
        let location = result["headers"]["location"].as_str().unwrap_or_default();
        let code = location
            .split(['?', '&'])
            .find_map(|pair| pair.strip_prefix("code="));
        self.note("code", code);
        let body = result["body"].as_str().unwrap_or_default();
        let body: Value = serde_json::from_str(body).unwrap_or_default();
        self.note("refresh", body["refresh_token"].as_str());
        self.note("access", body["access_token"].as_str());
        self.note("ticket", result["consent"]["ticket"].as_str());
        for app in result["apps"].as_array().into_iter().flatten() {
            self.note("ticket", app["ticket"].as_str());
        }
        self.replace(result)
    }

    fn note(&mut self, kind: &str, value: Option<&str>) {
        let Some(value) = value else {
            return;
        };
        // A ticket has a new name each time; at the same time it has the same value.
        if kind == "ticket" || !self.0.iter().any(|(_, known)| known == value) {
            let of_kind = |(name, _): &&(String, String)| name.starts_with(&format!("{{{kind}"));
            let number = self.0.iter().filter(of_kind).count() + 1;
            self.0
                .push((format!("{{{kind}{number}}}"), value.to_owned()));
        }
    }

    fn replace(&self, value: Value) -> Value {
        match value {
            Value::String(text) => {
                let named = self.0.iter().rev();
                let hide = |text: String, (name, value): &(String, String)| {
                    text.replace(value.as_str(), name)
                };
                named.fold(text, hide).into()
            }
            Value::Array(items) => items.into_iter().map(|item| self.replace(item)).collect(),
            Value::Object(members) => {
                let members = members.into_iter();
                members
                    .map(|(name, value)| (name, self.replace(value)))
                    .collect()
            }
            other => other,
        }
    }
}
