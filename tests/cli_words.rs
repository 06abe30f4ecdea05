//! What a stranger types and an attacker sends: every answer says what it is about,
//! shows no false figure, and nothing in it steers the terminal.

mod cli_support;

use cli_support::{Desk, content, data, finish};
use serde_json::Value;

fn polygon(id: &str, ring: &str) -> String {
    format!(
        r#"{{"type":"Feature","id":"{id}","properties":{{"code":"{id}"}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}"#
    )
}

/// A bow-tie, two positions off the earth, a ring of two positions, a feature without geometry.
fn odd(desk: &Desk) -> Vec<&'static str> {
    let features = [
        polygon("BOW", "[51,35],[51.003,35.003],[51.003,35],[51,35.003],[51,35]"),
        polygon("HUGE", "[1e300,35],[52,35],[52,36],[1e300,35]"),
        polygon("LAT95", "[51,95],[52,95],[52,96],[51,95]"),
        polygon("TWO", "[51,35],[51.003,35.003]"),
        r#"{"type":"Feature","id":"NONE","properties":{"code":"NONE"},"geometry":null}"#.to_owned(),
    ];
    desk.write("odd.geojson", features.join("\n"));
    vec!["BOW", "HUGE", "LAT95", "TWO", "NONE"]
}

#[test]
fn a_figure_that_means_nothing_is_not_told() {
    let desk = Desk::new();
    odd(&desk);
    let told = desk.run(&["measure", "odd.geojson", "--json"]).ended(3).json();
    let of = |at: usize| &told["features"][at];
    let words = |at: usize| -> Vec<&str> {
        of(at)["problems"]
            .as_array()
            .expect("problems")
            .iter()
            .filter_map(|one| one["code"].as_str())
            .collect()
    };
    assert!(of(0)["area_m2"].is_number() && of(0)["valid"] == false, "as the planimeter has it: {}", of(0));
    assert!(of(0)["perimeter_m"].as_f64().is_some_and(|metres| metres > 1000.0), "{}", of(0));
    assert!(words(0).contains(&"self_intersection"));
    for at in [1, 2] {
        for key in ["area_m2", "perimeter_m", "perimeter_outer_m", "length_m"] {
            assert_eq!(of(at)[key], Value::Null, "{key}");
        }
        assert!(words(at).contains(&"out_of_range") && of(at)["valid"] == false);
    }
    assert_eq!((&of(3)["area_m2"], &of(3)["valid"]), (&0.0.into(), &false.into()));
    let ring = of(3)["problems"].to_string();
    assert!(ring.contains("2 positions") && ring.contains("at least 4"), "{ring}");

    // What arithmetic has pushed past the end of the earth by a hair is still measured.
    let hair = polygon("HAIR", "[179,35],[180.0000000000001,35],[180,36],[179,35]");
    let told = desk.run_with(&["measure", "-", "--json"], hair.as_bytes()).json();
    assert!(told["features"][0]["area_m2"].as_f64().is_some_and(|area_m2| area_m2 > 5e9), "{told}");

    // The same bow-tie with a vertex where it crosses itself, and a line of one position.
    let tie = polygon(
        "TIE",
        "[54,35],[54.001,35.001],[54.002,35.002],[54.002,35],[54.001,35.001],[54,35.002],[54,35]",
    );
    let dot = r#"{"type":"LineString","coordinates":[[54,35]]}"#;
    let told = desk.run_with(&["measure", "-", "--json"], format!("{tie}\n{dot}").as_bytes()).ended(3);
    assert!(!told.stdout.contains(":-0"), "{}", told.stdout);
    assert_eq!(told.json()["features"][1]["area_m2"], 0.0);

    let table = desk.run(&["measure", "odd.geojson"]).ended(3).stdout;
    for wanted in ["area (m²)", "perimeter (m)", "length (m)", "not in degrees", "crosses itself"] {
        assert!(table.contains(wanted), "{wanted}: {table}");
    }
    assert!(table.lines().all(|line| line.chars().count() < 400), "{table}");
    let bow = table.lines().find(|line| line.contains("BOW")).expect("its line");
    assert!(bow.contains('—'), "no area of what crosses itself: {bow}");
    let huge = table.lines().find(|line| line.contains("HUGE")).expect("its line");
    assert_eq!(huge.matches('—').count(), 3, "{huge}");
    let heading = table.lines().next().expect("headings");
    let end = |line: &str, cell: &str| line[..line.find(cell).expect(cell) + cell.len()].chars().count();
    assert_eq!(end(heading, "area (m²)"), end(huge, "—"), "figures stand under their headings: {table}");
    let persian = desk.run(&["measure", "odd.geojson", "--lang", "fa"]).ended(3).stdout;
    assert!(persian.contains("مساحت (متر مربع)") && persian.contains("۲ نقطه"), "{persian}");
}

#[test]
fn zones_that_cannot_be_measured_get_a_finding_and_no_figure() {
    let desk = Desk::new();
    desk.project();
    let codes = odd(&desk);
    let told = desk.run(&["zone", "check", "odd.geojson", "--against", "p.gpkg", "--json"]).ended(3).json();
    let zones = told["zones"].as_array().expect("zones");
    let told_codes: Vec<_> = zones.iter().map(|zone| zone["code"].as_str().expect("a code")).collect();
    assert_eq!(told_codes, codes);
    for zone in zones {
        assert_eq!((&zone["area_m2"], &zone["ok"]), (&Value::Null, &false.into()), "{zone}");
        let findings = zone["findings"].as_array().expect("findings");
        assert!(findings.iter().any(|one| one["rule"] == "valid" && one["level"] == "error"), "{zone}");
        assert!(findings.iter().all(|one| one["rule"] != "area"), "no area is known: {zone}");
    }
    let table = desk.run(&["zone", "check", "odd.geojson", "--against", "p.gpkg"]).ended(3).stdout;
    assert!(table.contains("BOW: area not known, not allowed"), "{table}");
    assert!(!table.contains("0 m²"), "{table}");
}

#[test]
fn zones_of_a_file_ask_for_the_project() {
    let desk = Desk::new();
    odd(&desk);
    let told = desk.run(&["zone", "check", "odd.geojson"]).refused(2);
    assert!(told.contains("--against"), "{told}");
}

#[test]
fn a_fresh_sample_has_nothing_to_undo() {
    let desk = Desk::new();
    desk.run(&["sample", "--out", "s.gpkg"]).ended(0);
    let whole = content(&desk.path("s.gpkg"));
    assert!(desk.run(&["undo", "s.gpkg"]).refused(1).contains("nothing to undo"));
    let rows = |content: &[String]| {
        content.iter().filter(|line| line.starts_with("plots: ")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(rows(&content(&desk.path("s.gpkg"))), rows(&whole));

    let zones = desk.run(&["zone", "check", "s.gpkg", "--json"]).json();
    let region = zones["zones"][0]["dehestan"].as_str().expect("a rural district").to_owned();
    let mark = ["mark", "s.gpkg", "--area", &region, "--kind", "note", "--reason", "far away"];
    desk.run(&mark).ended(0);
    let undone = desk.run(&["undo", "s.gpkg"]).ended(0).stdout;
    assert!(undone.contains("region marked") && undone.contains("far away"), "{undone}");
    desk.run(&["undo", "s.gpkg"]).refused(1);
    assert_eq!(rows(&content(&desk.path("s.gpkg"))), rows(&whole));
    desk.run(&["redo", "s.gpkg"]).ended(0);
    assert_eq!(desk.run(&["verify", "s.gpkg", "--json"]).ended(0).json()["ok"], true);

    let names = desk.run(&["zone", "check", "s.gpkg"]).ended(3).stdout;
    assert!(names.contains("rural industrial zone 2 (D003)"), "{names}");
    assert!(!names.contains("overlaps 08020 "), "an estate is named: {names}");
    let persian = desk.run(&["zone", "check", "s.gpkg", "--lang", "fa"]).ended(3).stdout;
    let latin = |word: &str| word.len() > 2 && word.chars().all(|c| c.is_ascii_lowercase());
    assert!(!persian.split_whitespace().any(latin), "{persian}");
}

#[test]
fn only_regions_are_marked() {
    let desk = Desk::new();
    let project = desk.project();
    let before = content(&project);
    let zones = desk.run(&["zone", "check", "p.gpkg", "--json"]).json();
    let zone = zones["zones"][0]["code"].as_str().expect("a code").to_owned();
    for (language, word) in [("en", "is no region"), ("fa", "منطقه نیست")] {
        let arguments =
            ["mark", "p.gpkg", "--area", &zone, "--kind", "note", "--reason", "x", "--lang", language];
        let told = desk.run(&arguments).refused(2);
        assert!(told.contains(word) && told.contains("zones"), "{told}");
    }
    assert_eq!(content(&project), before);
}

#[test]
fn texts_from_outside_are_short_and_steer_nothing() {
    let desk = Desk::new();
    let project = desk.project();
    let evil = format!("a\u{1b}[31mb\u{202e}c\r\nd{}", "x".repeat(5000));
    for language in ["en", "fa"] {
        for arguments in [
            vec!["mark", "p.gpkg", "--area", &evil, "--kind", "note", "--reason", "x"],
            vec!["info", &evil],
            vec!["export", "p.gpkg", "--layer", &evil, "--out", "x"],
            vec!["proximity", "p.gpkg", "--of", "zones", "--to", &evil],
            vec!["info", "p.gpkg", &evil],
            vec!["render", "p.gpkg", "--out", "x.png", "--style", &evil],
        ] {
            let mut arguments = arguments.clone();
            arguments.extend(["--lang", language]);
            let told = desk.run(&arguments);
            assert!(matches!(told.code, 1 | 2), "{}", told.stderr);
            let line = told.stderr.trim_end();
            assert!(!line.contains(['\u{1b}', '\u{202e}', '\r', '\n']), "{line:?}");
            assert!(line.contains('␛') && line.contains("‹U+202E›"), "{line}");
            assert!(line.chars().count() < 900, "{}: {line}", line.chars().count());
        }
    }
    let named = r#"{"type":"Feature","properties":{"code":"E\u001b[2J\u202eZ","name_fa":"n\u001b]0;x\u0007"},"geometry":{"type":"Polygon","coordinates":[[[51.5,35.5],[51.502,35.5],[51.502,35.502],[51.5,35.502],[51.5,35.5]]]}}"#;
    desk.write("named.geojson", named);
    desk.run(&["import", "named.geojson", "--into", "p.gpkg", "--layer", "zones"]).ended(0);
    for arguments in [
        vec!["zone", "check", "p.gpkg"],
        vec!["proximity", "p.gpkg", "--of", "zones", "--to", "power"],
        vec!["history", "p.gpkg"],
        vec!["measure", "named.geojson"],
    ] {
        let told = desk.run(&arguments).stdout;
        assert!(!told.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{told:?}");
    }
    // A program gets what is stored.
    let zones = desk.run(&["zone", "check", "p.gpkg", "--json"]).json();
    let codes: Vec<_> = zones["zones"].as_array().expect("zones").iter().map(|zone| &zone["code"]).collect();
    assert!(codes.contains(&&Value::from("E\u{1b}[2J\u{202e}Z")), "{codes:?}");
    assert!(project.exists());
}

#[test]
fn wrong_arguments_are_told_in_the_language() {
    let desk = Desk::new();
    desk.project();
    let wrong: &[(&[&str], &str)] = &[
        (&["proximity", "p.gpkg", "--of", "zones", "--to", "power", "--max", "-1"], "-1"),
        (&["proximity", "p.gpkg", "--of", "zones", "--to", "power", "--max", "NaN"], "NaN"),
        (&["proximity", "p.gpkg", "--of", "zones", "--to", "power", "--max", "far"], "far"),
        (&["proximity", "p.gpkg", "--of", "zones", "--to", "power", "--k", "0"], "0"),
        (&["proximity", "p.gpkg", "--of", "zones", "--to", "power", "--k", "-3"], "-3"),
        (&["proximity", "p.gpkg", "--of", "zones", "--to", "power", "--k", "99999999999"], "99999999999"),
        (&["sample", "--out", "x.gpkg", "--seed", "-1"], "-1"),
        (&["render", "p.gpkg", "--out", "x.png", "--style", "blue"], "dark"),
        (&["render", "p.gpkg", "--out", "x.png", "--size", "0x5"], "0x5"),
        (&["render", "p.gpkg", "--out", "x.png", "--bbox", "-1,200,5,3"], "-1,200,5,3"),
        (&["info"], "shahrak info --help"),
        (&["info", "p.gpkg", "--nope"], "--nope"),
        (&["mark", "p.gpkg", "--area", "1", "--kind", "note"], "--reason"),
        (&["mark", "p.gpkg", "--area", "1", "--clear", "--reason", "x"], "--clear"),
        (&["import", "--into"], "--into"),
        (&["bogus"], "import"),
        (&["bogus", "p.gpkg", "--json"], "import"),
        (&["bogus", "p.gpkg", "extra"], "import"),
    ];
    for (arguments, word) in wrong {
        for language in ["en", "fa"] {
            let told = desk.run(&[arguments, ["--lang", language].as_slice()].concat()).refused(2);
            assert!(told.contains(word), "{arguments:?}: {told}");
            let is_persian = told.chars().any(|c| ('\u{600}'..='\u{6FF}').contains(&c));
            assert_eq!(is_persian, language == "fa", "{arguments:?}: {told}");
            assert!(!told.contains("error:") && !told.contains("Usage:"), "{told}");
        }
    }
    assert!(desk.run(&["bogus"]).refused(2).contains("bogus"));
    // How to answer may be said before the command; what is for the window may not.
    desk.project();
    desk.run(&["--lang", "fa", "--json", "info", "p.gpkg"]).ended(0).json();
    desk.run(&["--json", "zone", "check", "p.gpkg"]).json();
    for words in [["p.gpkg", "info"], ["--sample", "info"]] {
        let told = desk.run(&[words.as_slice(), ["p.gpkg"].as_slice()].concat()).refused(2);
        assert!(told.contains(words[0]) && told.contains("info"), "{told}");
    }
    for asked in ["--help", "--version", "info --help"] {
        let words: Vec<&str> = asked.split(' ').collect();
        assert!(!desk.run(&words).ended(0).stdout.is_empty());
    }
}

#[test]
fn without_a_display_a_project_is_drawn_by_command() {
    let desk = Desk::new();
    desk.project();
    std::fs::copy(desk.path("p.gpkg"), desk.path("my map.gpkg")).expect("copied");
    let told = desk.run(&["p.gpkg"]).refused(1);
    assert!(told.contains("no display") && told.contains("shahrak render p.gpkg --out"), "{told}");
    assert!(desk.run(&["my map.gpkg"]).refused(1).contains("render 'my map.gpkg'"));
    assert!(desk.run(&["gone.gpkg"]).refused(1).contains("gone.gpkg is not there"));
}

#[test]
fn salvage_is_advised_only_where_there_is_something_to_save() {
    let desk = Desk::new();
    let sound = polygon("A", "[51,35],[51.003,35],[51.003,35.003],[51,35]");
    let begin = r#"{"type":"FeatureCollection","features":["#;
    desk.write("none.geojson", format!("{begin}{}", &sound[..60]));
    desk.write("one.geojson", format!("{begin}{sound},{}", &sound[..60]));
    desk.write("bad.geojson", format!("{begin}{{\"type\" 5}}]}}"));
    for language in ["en", "fa"] {
        for (file, advised) in [("none.geojson", false), ("one.geojson", true), ("bad.geojson", false)] {
            let told = desk.run(&["import", file, "--into", "n.gpkg", "--lang", language]).refused(1);
            assert_eq!(told.contains("--salvage"), advised, "{file}: {told}");
            assert!(!told.contains("0 features") && !told.contains("۰ عارضه"), "{told}");
            // What has no such option does not advise it.
            assert!(!desk.run(&["measure", file, "--lang", language]).refused(1).contains("--salvage"));
        }
    }
}

#[test]
fn a_byte_of_another_encoding_is_named_with_its_place() {
    let desk = Desk::new();
    let mut bytes = polygon("A", "[51,35],[51.003,35],[51.003,35.003],[51,35]").into_bytes();
    bytes.extend(b"\n{\"type\":\"Feature\",\"properties\":{\"code\":\"\xCA\xE5\"},\"geometry\":null}");
    desk.write("cp1256.geojson", bytes);
    for language in ["en", "fa"] {
        let told = desk.run(&["measure", "cp1256.geojson", "--lang", language]).refused(1);
        assert!(told.contains("0xCA") && !told.contains('?'), "{told}");
    }
    let told = desk.run(&["import", "cp1256.geojson", "--into", "n.gpkg"]).refused(1);
    assert!(told.contains("line 2, column 41") && told.contains("--salvage"), "{told}");
}

#[test]
fn the_history_is_a_table_that_people_read() {
    let desk = Desk::new();
    desk.project();
    let mark = ["mark", "p.gpkg", "--area", "0410010001", "--kind", "note", "--reason", "far from power"];
    desk.run(&mark).ended(0);
    desk.run(&["undo", "p.gpkg"]).ended(0);
    let table = desk.run(&["history", "p.gpkg"]).ended(0).stdout;
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 1 + 5 + 2, "headings, imports, mark, undo: {table}");
    for wanted in ["time (Iran)", "who", "plots.geojson", "planner"] {
        assert!(table.contains(wanted), "{wanted}: {table}");
    }
    assert!(lines[6].contains("region marked (undone)") && lines[6].contains("far from power"), "{table}");
    assert!(lines[7].contains("undo of region marked"), "{table}");
    desk.run(&["redo", "p.gpkg"]).ended(0);
    let again = desk.run(&["history", "p.gpkg"]).ended(0).stdout;
    assert!(!again.contains("(undone)"), "{again}");

    let json = desk.run(&["history", "p.gpkg", "--json"]).json();
    let recorded = json["events"][0]["recorded_at"].as_str().expect("an instant").to_owned();
    let (day, time) = shahrak::model::civil_day::moment_of(&recorded).expect("an instant");
    let first = lines.iter().find(|line| line.contains("region.geojson")).expect("the first import");
    assert!(first.contains(&format!("{day} {time}")), "{table}");
    let persian = desk.run(&["history", "p.gpkg", "--lang", "fa"]).ended(0).stdout;
    let jalali = shahrak::locale::jalali::Day::parse(&day).expect("a day");
    assert!(persian.contains(&jalali.format(shahrak::locale::Language::Fa)), "{persian}");
    let info = desk.run(&["info", "p.gpkg", "--lang", "fa"]).ended(0).stdout;
    assert!(info.contains(&jalali.format(shahrak::locale::Language::Fa)) && !info.contains('Z'), "{info}");
    let counts = info.lines().find(|line| line.contains("قطعات")).expect("plots");
    assert!(counts.contains('۲') && !counts.contains(|c: char| c.is_ascii_digit()), "{counts}");
}

#[test]
fn one_is_not_told_as_many() {
    let desk = Desk::new();
    desk.project();
    let zone = polygon("Z-7", "[51.5,35.5],[51.503,35.5],[51.503,35.503],[51.5,35.503],[51.5,35.5]");
    desk.write("one.geojson", zone);
    desk.run(&["import", "one.geojson", "--into", "n.gpkg", "--layer", "zones"]).ended(0);
    let told = desk.run(&["export", "n.gpkg", "--layer", "zones", "--out", "out.geojson"]).ended(0).stdout;
    assert!(told.contains("1 feature written"), "{told}");
    // One note more than are listed.
    let place = |at: u32| {
        format!(r#"{{"type":"Feature","properties":{{"code":"A{at}","kind":"well"}},"geometry":null}}"#)
    };
    desk.write("wells.geojson", (0..21).map(place).collect::<Vec<_>>().join("\n"));
    let told = desk.run(&["import", "wells.geojson", "--into", "n.gpkg", "--layer", "infra"]).ended(3).stdout;
    assert!(told.contains("1 more finding ("), "{told}");
    let told = desk.run(&["import", "wells.geojson", "--into", "n.gpkg", "--layer", "infra", "--lang", "fa"]);
    assert!(told.ended(3).stdout.contains("۱ یافته دیگر"));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let desk = Desk::new();
    desk.project();
    let program = env!("CARGO_BIN_EXE_shahrak");
    let script = format!("set -o pipefail; {program} history p.gpkg --json | head -c 1");
    let told = finish(desk.command("bash").args(["-c", &script]));
    assert_eq!((told.code, told.stderr.as_str()), (0, ""));
    // More than a pipe holds.
    let zone = polygon("Z", "[51.5,35.5],[51.503,35.5],[51.503,35.503],[51.5,35.503],[51.5,35.5]");
    let many = (0..2000).map(|at| zone.replace("\"Z\"", &format!("\"Z{at}\""))).collect::<Vec<_>>();
    desk.write("many.geojson", many.join("\n"));
    desk.run(&["import", "many.geojson", "--into", "m.gpkg", "--layer", "zones"]).ended(0);
    let script = format!("set -o pipefail; {program} export m.gpkg --layer zones --out - | head -c 1");
    let told = finish(desk.command("bash").args(["-c", &script]));
    assert_eq!((told.code, told.stderr.as_str()), (0, ""));
    let script = format!("{program} export p.gpkg --layer zones --out - > /dev/full");
    let told = finish(desk.command("bash").args(["-c", &script])).ended(1);
    assert!(told.stderr.contains("standard output"), "{}", told.stderr);
    let file = data("zones.geojson");
    let script = format!("{program} measure {file} >&-");
    let told = finish(desk.command("bash").args(["-c", &script]));
    assert!(told.stderr.lines().count() <= 1 && !told.stderr.contains("panicked"), "{}", told.stderr);
}

#[cfg(unix)]
#[test]
fn a_pipe_and_a_link_are_written_and_not_replaced() {
    let desk = Desk::new();
    desk.project();
    desk.write("target.geojson", "old");
    std::os::unix::fs::symlink("target.geojson", desk.path("link.geojson")).expect("linked");
    desk.run(&["export", "p.gpkg", "--layer", "plots", "--out", "link.geojson"]).ended(0);
    assert!(std::fs::symlink_metadata(desk.path("link.geojson")).expect("there").is_symlink());
    let written = std::fs::read_to_string(desk.path("target.geojson")).expect("read");
    assert!(written.contains("FeatureCollection"), "{written}");

    let program = env!("CARGO_BIN_EXE_shahrak");
    let script = format!(
        "mkfifo pipe && {{ {program} export p.gpkg --layer plots --out pipe & }} && cat pipe > taken; wait; test -p pipe"
    );
    finish(desk.command("bash").args(["-c", &script])).ended(0);
    assert_eq!(std::fs::read_to_string(desk.path("taken")).expect("read"), written);
}
