//! What must be refused, and leave everything as it was.

mod cli_support;

use cli_support::{Desk, content, counts, data, finish};
use std::path::Path;

/// Every command, on a project of that name.
fn commands(project: &str) -> Vec<Vec<String>> {
    let zones = data("zones.geojson");
    [
        format!("info {project}"),
        format!("verify {project}"),
        format!("history {project}"),
        format!("undo {project}"),
        format!("redo {project}"),
        format!("import {zones} --into {project}"),
        format!("export {project} --layer plots --out out.geojson"),
        format!("proximity {project} --of zones --to power"),
        format!("zone check {project}"),
        format!("zone check {zones} --against {project}"),
        format!("mark {project} --area 1 --kind note --reason x"),
        format!("render {project} --out out.png"),
    ]
    .iter()
    .map(|line| line.split(' ').map(str::to_owned).chain(["--json".to_owned()]).collect())
    .collect()
}

fn all_refuse(desk: &Desk, project: &str) {
    let path = desk.path(project);
    let before = std::fs::read(&path).ok();
    for arguments in commands(project) {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        desk.run(&arguments).refused(1);
        assert_eq!(std::fs::read(&path).ok(), before, "{arguments:?}");
    }
    for made in ["out.geojson", "out.png"] {
        assert!(!desk.path(made).exists(), "{made}");
    }
}

#[test]
fn what_is_no_project_is_refused_by_every_command() {
    let desk = Desk::new();
    desk.write("empty.gpkg", "");
    desk.write("text.gpkg", "{\"type\": \"Point\", \"coordinates\": [51, 35]}");
    desk.write(
        "noise.gpkg",
        (0..50_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect::<Vec<_>>(),
    );
    std::fs::create_dir(desk.path("folder.gpkg")).expect("a folder");
    for project in ["empty.gpkg", "text.gpkg", "noise.gpkg", "folder.gpkg"] {
        all_refuse(&desk, project);
    }
}

#[test]
fn a_missing_project_is_refused_by_all_that_need_one() {
    let desk = Desk::new();
    for arguments in commands("nope.gpkg").iter().filter(|arguments| arguments[0] != "import") {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        assert!(desk.run(&arguments).refused(1).contains("nope.gpkg"));
    }
    assert!(!desk.path("nope.gpkg").exists());
    let zones = data("zones.geojson");
    desk.run(&["import", &zones, "--into", "no/such/folder/p.gpkg", "--json"]).refused(1);
}

/// A GeoPackage as another program leaves it: the required tables, none of ours.
fn foreign(path: &Path) {
    let database = rusqlite::Connection::open(path).expect("opens");
    database
        .execute_batch(
            "PRAGMA application_id = 1196444487; PRAGMA user_version = 10300;
             CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
               organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,
               definition TEXT NOT NULL, description TEXT);
             CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL,
               identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL,
               min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
             CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
               geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL);
             CREATE TABLE trees (fid INTEGER PRIMARY KEY, geom POINT);
             INSERT INTO gpkg_contents (table_name, data_type, last_change) VALUES ('trees', 'features', '2024-01-01T00:00:00Z');",
        )
        .expect("made");
}

#[test]
fn other_programs_files_newer_schemas_and_damage_are_refused_and_left_alone() {
    let desk = Desk::new();
    foreign(&desk.path("foreign.gpkg"));
    all_refuse(&desk, "foreign.gpkg");

    let project = desk.project();
    std::fs::copy(&project, desk.path("newer.gpkg")).expect("copied");
    rusqlite::Connection::open(desk.path("newer.gpkg"))
        .and_then(|newer| newer.execute("UPDATE project SET value = '99' WHERE key = 'schema_version'", []))
        .expect("changed");
    all_refuse(&desk, "newer.gpkg");
    assert!(desk.run(&["info", "newer.gpkg"]).refused(1).contains("99"));

    let mut bytes = std::fs::read(&project).expect("read");
    for at in (4096..bytes.len()).step_by(4096) {
        bytes[at..at + 200].fill(0xA5);
    }
    desk.write("damaged.gpkg", &bytes);
    damage_is_told(&desk, "damaged.gpkg");
    let whole = std::fs::read(&project).expect("read");
    desk.write("cut.gpkg", &whole[..whole.len() / 2]);
    damage_is_told(&desk, "cut.gpkg");
}

/// Every command refuses it by its name, and `verify` says what it finds.
fn damage_is_told(desk: &Desk, project: &str) {
    let path = desk.path(project);
    let before = std::fs::read(&path).expect("read");
    for arguments in commands(project).into_iter().filter(|arguments| arguments[0] != "verify") {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        assert!(desk.run(&arguments).refused(1).contains(project), "{arguments:?}");
        assert_eq!(std::fs::read(&path).expect("read"), before, "{arguments:?}");
    }
    let told = desk.run(&["verify", project, "--json"]).ended(3).json();
    assert_eq!((&told["ok"], &told["problems"][0]["kind"]), (&false.into(), &"database_damaged".into()));
    assert_eq!(std::fs::read(&path).expect("read"), before);
}

#[test]
fn a_damaged_index_is_a_finding_of_verify() {
    let desk = Desk::new();
    let project = desk.project();
    let database = rusqlite::Connection::open(&project).expect("opens");
    let page: usize = database
        .query_row("SELECT rootpage FROM sqlite_master WHERE name = 'plots_code'", [], |row| row.get(0))
        .expect("an index");
    drop(database);
    let mut bytes = std::fs::read(&project).expect("read");
    bytes[(page - 1) * 4096 + 8..(page - 1) * 4096 + 60].fill(0xFF);
    desk.write("p.gpkg", bytes);
    let told = desk.run(&["verify", "p.gpkg", "--json"]).ended(3).json();
    assert_eq!(told["ok"], false);
    let kinds: Vec<_> =
        told["problems"].as_array().expect("problems").iter().map(|one| one["kind"].as_str()).collect();
    assert!(kinds.iter().any(|kind| kind.is_some_and(|kind| kind.starts_with("database_"))), "{told}");
}

#[test]
fn files_that_cannot_be_read_change_nothing() {
    let desk = Desk::new();
    let project = desk.project();
    let before = content(&project);
    let plots = std::fs::read(data("plots.geojson")).expect("read");
    desk.write("empty.geojson", "");
    desk.write("cut.geojson", &plots[..plots.len() - 200]);
    desk.write("words.geojson", "not JSON at all");
    desk.write("other.geojson", r#"{"message": "no such layer"}"#);
    let utf16: Vec<u8> = "{\"type\": \"Point\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    desk.write("utf16.geojson", [b"\xFF\xFE".as_slice(), &utf16].concat());
    std::fs::create_dir(desk.path("folder.geojson")).expect("a folder");
    for file in ["empty", "cut", "words", "other", "utf16", "folder", "nope"] {
        let file = format!("{file}.geojson");
        assert!(desk.run(&["import", &file, "--into", "p.gpkg", "--json"]).refused(1).contains(&file));
        desk.run(&["import", &file, "--into", "new.gpkg", "--json"]).refused(1);
        desk.run(&["measure", &file, "--json"]).refused(1);
    }
    let cut = desk.run(&["import", "cut.geojson", "--into", "p.gpkg"]).refused(1);
    assert!(cut.contains("line 3"), "{cut}");
    let both = [data("zones.geojson"), desk.path("cut.geojson").display().to_string()];
    desk.run(&["import", &both[0], &both[1], "--into", "p.gpkg", "--json"]).refused(1);
    assert!(!desk.path("new.gpkg").exists());
    assert_eq!(content(&project), before);

    let salvaged =
        desk.run(&["import", "cut.geojson", "--into", "new.gpkg", "--salvage", "--json"]).ended(3).json();
    assert_eq!(counts(&salvaged, "plots")[0], 1, "{salvaged}");
}

#[test]
fn metres_need_a_system_and_swapped_positions_are_named() {
    let desk = Desk::new();
    for (file, crs) in [("metres_utm39.geojson", "EPSG:32639"), ("metres_ed50_utm39.geojson", "EPSG:2059")] {
        let file = data(file);
        let told = desk.run(&["import", &file, "--into", "p.gpkg", "--layer", "zones", "--json"]).refused(1);
        assert!(told.contains("EPSG:32639") && told.contains("--crs"), "{told}");
        assert!(!desk.path("p.gpkg").exists());
        let arguments = ["import", &file, "--into", "q.gpkg", "--layer", "zones", "--crs", crs, "--json"];
        desk.run(&arguments).ended(0);
        let info = desk.run(&["info", "q.gpkg", "--json"]).ended(0).json();
        let zones = info["layers"]
            .as_array()
            .expect("layers")
            .iter()
            .find(|one| one["name"] == "zones")
            .expect("zones");
        for (found, wanted) in
            zones["bbox"].as_array().expect("a box").iter().zip([51.0, 35.0, 51.004, 35.003])
        {
            // A hundred-millionth of a degree is a millimetre.
            assert!((found.as_f64().expect("a number") - wanted).abs() < 2e-8, "{zones}");
        }
        std::fs::remove_file(desk.path("q.gpkg")).expect("removed");
    }
    let file = data("swapped.geojson");
    let swapped =
        desk.run(&["import", &file, "--into", "p.gpkg", "--layer", "zones", "--json"]).ended(3).json();
    assert_eq!(swapped["repaired"][0]["what"], "swapped_lat_lon");
    let measured = desk.run(&["measure", &file, "--json"]).ended(0).json();
    assert!(measured["features"][0]["problems"].to_string().contains("swapped_lat_lon"), "{measured}");
}

#[test]
fn one_bad_feature_does_not_stop_the_rest() {
    let desk = Desk::new();
    let file = data("asset_without_geometry.geojson");
    let report = desk.run(&["import", &file, "--into", "p.gpkg", "--json"]).ended(3).json();
    assert_eq!(counts(&report, "infra"), [1, 0, 0, 0, 1, 0]);
    let rejected = &report["rejected"][0];
    cli_support::has_keys(rejected, &["layer", "index", "id", "code", "reason", "message"]);
    assert_eq!(rejected["reason"], "asset_without_geometry");
    assert_eq!((&rejected["index"], &rejected["code"]), (&0.into(), &"X-1".into()));
}

#[test]
fn zones_against_the_rules_are_told_rule_by_rule() {
    let desk = Desk::new();
    let project = desk.project();
    let before = content(&project);
    let file = data("wrong_zones.geojson");
    let told = desk.run(&["zone", "check", &file, "--against", "p.gpkg", "--json"]).ended(3).json();
    let expected = [
        ("HUGE", "area"),
        ("CROSSED", "valid"),
        ("ON-PLOT", "overlap_plot"),
        ("ABROAD", "outside_country"),
        ("ON-ZONE", "overlap_zone"),
    ];
    let zones = told["zones"].as_array().expect("zones");
    assert_eq!(zones.len(), expected.len());
    for (zone, (code, rule)) in zones.iter().zip(expected) {
        cli_support::has_keys(zone, &["code", "area_m2", "ok", "findings"]);
        assert_eq!((&zone["code"], &zone["ok"]), (&code.into(), &false.into()));
        let findings = zone["findings"].as_array().expect("findings");
        findings
            .iter()
            .for_each(|one| cli_support::has_keys(one, &["rule", "level", "value", "limit", "message"]));
        let error = findings.iter().any(|one| one["rule"] == rule && one["level"] == "error");
        assert!(error, "{code} breaks {rule}: {zone}");
    }
    assert_eq!(content(&project), before);
}

#[test]
fn a_disk_that_takes_no_more_leaves_everything_as_it_was() {
    let desk = Desk::new();
    let project = desk.project();
    let before = content(&project);
    let many: Vec<String> = (0..4000)
        .map(|at| {
            let (x, y) = (51.0 + f64::from(at % 60) * 0.001, 35.0 + f64::from(at / 60) * 0.001);
            format!(
                r#"{{"type":"Feature","properties":{{"code":"P{at}","estate_code":"E-2","land_use":"industrial"}},"geometry":{{"type":"Polygon","coordinates":[[[{x},{y}],[{},{y}],[{},{}],[{x},{y}]]]}}}}"#,
                x + 0.0009, x + 0.0009, y + 0.0009
            )
        })
        .collect();
    desk.write("many.geojson", many.join("\n"));
    let size_kib = std::fs::metadata(&project).expect("there").len() / 1024;
    let limited = |line: &str| {
        let program = env!("CARGO_BIN_EXE_shahrak");
        // POSIX counts blocks of 512 bytes, bash of 1024: room for 100 to 200 KiB more.
        let script = format!("trap '' XFSZ; ulimit -f {}; exec {program} {line} --json", size_kib + 100);
        finish(desk.command("bash").args(["-c", &script]))
    };
    limited("import many.geojson --into p.gpkg --layer plots").refused(1);
    assert_eq!(content(&project), before);
    limited("import many.geojson many.geojson many.geojson --into other.gpkg --layer plots").refused(1);
    assert!(!desk.path("other.gpkg").exists());
    assert_eq!(desk.run(&["verify", "p.gpkg", "--json"]).ended(0).json()["ok"], true);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_or_written_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let project = desk.project();
    let allow = |name: &str, mode| {
        std::fs::set_permissions(desk.path(name), std::fs::Permissions::from_mode(mode)).expect("set");
    };
    std::fs::copy(&project, desk.path("secret.gpkg")).expect("copied");
    allow("secret.gpkg", 0o000);
    if std::fs::File::open(desk.path("secret.gpkg")).is_ok() {
        println!("not run: this account may read and write everything");
        return;
    }
    all_refuse(&desk, "secret.gpkg");
    let before = std::fs::read(&project).expect("read");
    allow("p.gpkg", 0o444);
    desk.run(&["info", "p.gpkg", "--json"]).ended(0);
    let zones = data("zones.geojson");
    desk.run(&["import", &zones, "--into", "p.gpkg", "--json"]).refused(1);
    desk.run(&["undo", "p.gpkg", "--json"]).refused(1);
    assert_eq!(std::fs::read(&project).expect("read"), before);
    desk.write("secret.geojson", "{}");
    allow("secret.geojson", 0o000);
    desk.run(&["import", "secret.geojson", "--into", "q.gpkg", "--json"]).refused(1);
}

#[test]
fn a_second_instance_may_look_and_not_write() {
    use std::io::Write;
    let desk = Desk::new();
    desk.project();
    let mut first = desk.command(env!("CARGO_BIN_EXE_shahrak"));
    first.args(["import", "-", "--into", "p.gpkg", "--layer", "zones", "--json"]);
    first.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut first = first.spawn().expect("started");
    let mut pipe = first.stdin.take().expect("a pipe");
    pipe.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[\n").expect("taken");
    // The first holds the project from before it reads until its pipe ends.
    let told = (0..200).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        let second = desk.run(&[
            "mark",
            "p.gpkg",
            "--area",
            "0410010001",
            "--kind",
            "note",
            "--reason",
            "x",
            "--json",
        ]);
        (second.code == 1).then(|| second.refused(1))
    });
    let told = told.expect("refused while the first is at work");
    assert!(told.contains("planner"), "it says who: {told}");
    desk.run(&["info", "p.gpkg", "--json"]).ended(0);
    pipe.write_all(b"]}").expect("taken");
    drop(pipe);
    assert!(first.wait().expect("ended").success());
    desk.run(&["mark", "p.gpkg", "--area", "0410010001", "--kind", "note", "--reason", "x", "--json"])
        .ended(0);
}

#[test]
fn nothing_is_written_over_a_project() {
    let desk = Desk::new();
    let project = desk.project();
    std::fs::copy(&project, desk.path("other.gpkg")).expect("copied");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&project, desk.path("link.png")).expect("linked");
    let before = std::fs::read(&project).expect("read");
    let mut lines = vec![
        "render p.gpkg --out p.gpkg --size 64x48",
        "render other.gpkg --out p.gpkg --size 64x48",
        "export p.gpkg --layer plots --out p.gpkg",
        "export other.gpkg --layer plots --out p.gpkg",
        "proximity other.gpkg --of zones --to power --csv p.gpkg",
        "verify other.gpkg --log p.gpkg",
    ];
    if cfg!(unix) {
        lines.push("render other.gpkg --out link.png --size 64x48");
    }
    for line in lines {
        let told = desk.run(&line.split(' ').collect::<Vec<_>>()).refused(1);
        assert!(told.contains("another name"), "{line}: {told}");
        assert_eq!(std::fs::read(&project).expect("read"), before, "{line}");
    }
}

#[test]
fn a_column_that_is_not_there_is_named() {
    let desk = Desk::new();
    desk.project();
    let told =
        desk.run(&["import", &data("zones.geojson"), "--into", "p.gpkg", "--map", "x=nocol"]).refused(2);
    assert!(told.contains("has no column nocol"), "{told}");
}
