//! `make simulate`: plays sessions and prints a table; draws the waits as a plot.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Parser;
use handup_simulation::figures::{held, measure, wait_s};
use handup_simulation::profile::Profile;
use handup_simulation::session::{Method, play};
use plotters::prelude::{
    ChartBuilder, IntoDrawingArea as _, LineSeries, PathElement, RGBColor, SVGBackend, WHITE,
};

/// Shows how fairly and how fast the policies hand out help.
#[derive(Debug, Parser)]
struct Options {
    /// The first seed; the same one plays the same sessions.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many sessions of each kind.
    #[arg(long, default_value_t = 21)]
    sessions: u64,
    /// Folder for the plots.
    #[arg(long, default_value = "target/simulation")]
    output: PathBuf,
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let seeds: Vec<u64> = (options.seed..options.seed + options.sessions).collect();
    let mut text = String::from(
        "profile   method      median s   p95 s  p95 ratio   Jain    way  offers  lapsed  unavailable    held\n",
    );
    for profile in Profile::ALL {
        for method in Method::ALL {
            let figures = measure(profile, method, &seeds);
            text.push_str(&format!(
                "{:<9} {:<11} {:>8.0} {:>7.0} {:>10.2} {:>6.3} {:>6.1} {:>7.2} {:>6.1}% {:>12} {:>6.1}%\n",
                profile.name(),
                method.name(),
                figures.median_s,
                figures.p95_s,
                figures.p95_ratio,
                figures.jain,
                figures.way,
                figures.offers,
                figures.lapsed * 100.0,
                figures.to_unavailable,
                held(profile, method, &seeds) * 100.0,
            ));
        }
    }
    std::fs::create_dir_all(&options.output)
        .with_context(|| format!("cannot make {}", options.output.display()))?;
    for profile in Profile::ALL {
        let path = options.output.join(format!("{}.svg", profile.name()));
        draw(profile, options.seed, &path)?;
        text.push_str(&format!("drawn: {}\n", path.display()));
    }
    std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes())?;
    Ok(())
}

/// Draws which part of the students waited how long, for each method.
fn draw(profile: Profile, seed: u64, path: &Path) -> anyhow::Result<()> {
    let colours = [
        RGBColor(214, 96, 30),
        RGBColor(36, 58, 156),
        RGBColor(120, 60, 170),
        RGBColor(11, 130, 80),
        RGBColor(120, 120, 120),
    ];
    let parts: Vec<f64> = (0..=100)
        .map(|percent| f64::from(percent) / 100.0)
        .collect();
    let lines: Vec<(Method, Vec<(f64, f64)>)> = Method::ALL
        .iter()
        .map(|method| {
            let outcome = play(profile, *method, seed);
            let line = parts
                .iter()
                .map(|part| (wait_s(&outcome, *part) / 60.0, part * 100.0))
                .collect();
            (*method, line)
        })
        .collect();
    let longest = lines
        .iter()
        .filter_map(|(_, line)| line.last())
        .map(|(minutes, _)| *minutes)
        .fold(1.0, f64::max);
    let area = SVGBackend::new(path, (720, 420)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(50)
        .build_cartesian_2d(0.0..longest, 0.0..100.0)?;
    chart
        .configure_mesh()
        .x_desc("waited at most, in minutes")
        .y_desc("students, in %")
        .draw()?;
    for ((method, line), colour) in lines.into_iter().zip(colours) {
        chart
            .draw_series(LineSeries::new(line, colour))?
            .label(method.name())
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour));
    }
    chart
        .configure_series_labels()
        .border_style(colours[4])
        .draw()?;
    area.present()?;
    Ok(())
}
