//! Presets, and the one function that builds a sample.

use super::admin::Division;
use super::admin_layer::admin_layers;
use super::constraints::constraint_features;
use super::data::{Data, PresetMix};
use super::drafts::{Drafts, Scene, drafts};
use super::error::SampleError;
use super::estates::estate_layers;
use super::networks::{Networks, network_features};
use super::people::conditions;
use super::supply::supply_features;
use crate::base::Progress;
use crate::model::Layer;
use geojson::Feature;
use std::str::FromStr;

/// The seed of the sample project.
pub const DEFAULT_SEED: u64 = 1402;

/// Which sample to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// The sample project: the provinces Semnan and Kerman.
    SemnanKerman,
    /// 31 provinces, 2,637 dehestans, 852 estates and zones.
    Nation,
}

impl Preset {
    /// Every preset, the default first.
    pub const ALL: [Preset; 2] = [Preset::SemnanKerman, Preset::Nation];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Preset::SemnanKerman => "semnan-kerman",
            Preset::Nation => "nation",
        }
    }

    fn mix(self, data: &Data) -> PresetMix {
        match self {
            Preset::SemnanKerman => data.mix.semnan_kerman.clone(),
            Preset::Nation => data.mix.nation.clone(),
        }
    }
}

impl FromStr for Preset {
    type Err = SampleError;

    fn from_str(name: &str) -> Result<Preset, SampleError> {
        Preset::ALL
            .into_iter()
            .find(|preset| preset.name() == name)
            .ok_or_else(|| SampleError::UnknownPreset(name.to_owned()))
    }
}

/// One layer of a sample, as GeoJSON features with the model's column names.
#[derive(Debug, Clone)]
pub struct SampleLayer {
    /// The layer that takes the features.
    pub layer: Layer,
    /// Its features, in a fixed order.
    pub features: Vec<Feature>,
}

/// Builds a sample. The same preset and seed give the same features.
///
/// `progress` counts parts of the work and can stop it between them.
pub fn build(preset: Preset, seed: u64, progress: &Progress) -> Result<Vec<SampleLayer>, SampleError> {
    let data = Data::read()?;
    let mix = preset.mix(&data);
    let wanted: Vec<bool> = data
        .provinces
        .iter()
        .map(|province| mix.provinces.is_empty() || mix.provinces.contains(&province.code))
        .collect();
    let division = Division::new(&data, seed, progress)?;
    let conditions = conditions(&data, &division, seed);
    let admin = admin_layers(&data, &division, &conditions, &wanted, seed);
    progress.check()?;
    let networks = Networks::new(&data, &admin.dehestans, seed);
    let obstacles = networks.obstacles(&data);
    let estates = estate_layers(&data, &mix, &admin.dehestans, &wanted, &obstacles, seed, progress)?;
    let mut infra = network_features(&data, &networks, seed);
    infra.extend(supply_features(&data, &networks, &estates.list, &admin.dehestans, seed));
    let centres: Vec<_> = estates.list.iter().map(|estate| estate.spot.at).collect();
    let constraints = constraint_features(&data, &admin.dehestans, &centres, seed);
    progress.check()?;
    let drafts = if mix.drafts {
        let scene = Scene {
            data: &data,
            dehestans: &admin.dehestans,
            networks: &networks,
            estates: &estates.list,
            places: &admin.places,
            infra: &infra,
            constraints: &constraints,
        };
        drafts(&scene, seed)?
    } else {
        Drafts::default()
    };
    infra.extend(drafts.roads);
    progress.check()?;
    Ok(vec![
        SampleLayer { layer: Layer::Admin, features: admin.admin },
        SampleLayer { layer: Layer::Places, features: admin.places },
        SampleLayer { layer: Layer::Constraints, features: constraints },
        SampleLayer { layer: Layer::Infra, features: infra },
        SampleLayer { layer: Layer::Estates, features: estates.estates },
        SampleLayer { layer: Layer::Landuse, features: estates.landuse },
        SampleLayer { layer: Layer::Plots, features: estates.plots },
        SampleLayer { layer: Layer::Zones, features: drafts.zones },
    ])
}
