//! Hostile inputs at their full size end in their verdict, each on a thread with a stack of 64 KiB.

use std::thread;

use jotkit_tests::hostile;

const STACK: usize = 64 * 1024;

#[test]
fn every_hostile_input_ends_in_its_verdict_on_a_small_stack() {
    let cases = hostile::cases();
    assert!(cases.len() > 80, "{}", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let work = case.work(case.full);
        // A stack that is too small ends the process; nothing has to be caught here.
        let thread = thread::Builder::new().stack_size(STACK);
        let verdict = thread.spawn(move || work.run()).unwrap().join().unwrap();
        if verdict != case.verdict {
            wrong.push(format!(
                "{}: {verdict:?}, not {:?}",
                case.name, case.verdict
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn they_end_in_it_at_small_sizes_too() {
    let mut wrong = Vec::new();
    for case in hostile::cases() {
        for size in [2, 100, 1_000] {
            let verdict = case.work(size).run();
            if verdict != case.verdict {
                wrong.push(format!("{} at {size}: {verdict:?}", case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_two_have_one_name() {
    let cases = hostile::cases();
    let names: std::collections::HashSet<_> = cases.iter().map(|case| case.name).collect();
    assert_eq!(names.len(), cases.len());
}
