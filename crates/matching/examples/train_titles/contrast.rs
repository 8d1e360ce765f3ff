//! Training by contrast: of a few hundred names, the one of the same occupation should lie nearest.
//!
//! Both names of a pair are sums of their pieces' vectors, of length one. In each batch a name is compared with the
//! partners of all; the loss is the cross-entropy of the softmax over them (InfoNCE), where the partners from the same
//! occupation count whole, and those from its group in the classification count a little.

use std::collections::HashMap;
use std::path::PathBuf;

use crate::esco::{LANGUAGES, Occupation};

/// Where the vectors begin: a piece that few occupations share is longer.
const OCCUPATIONS: f32 = 3039.0;

/// How it is trained. The defaults are what was best; see the decision record.
#[derive(Clone, Debug)]
pub struct Settings {
    pub seed: u64,
    pub epochs: usize,
    /// Numbers in a vector while it is trained; fewer are kept.
    pub dimensions: usize,
    pub batch: usize,
    /// The softmax's temperature.
    pub temperature: f32,
    pub step: f32,
    /// The share of pieces left out of a name each time, so that no piece alone has to carry it.
    pub left_out: f32,
    /// How often the partner is a name in any of the languages.
    pub across: f32,
    /// How often the partner is the description.
    pub described: f32,
    /// What a partner counts from the same unit group (four digits), and from the same minor group (three).
    pub kin: [f32; 2],
    pub out: PathBuf,
}

impl Settings {
    /// Reads `--seed 1 --epochs 10 …`.
    pub fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut settings = Self {
            seed: 1,
            epochs: 10,
            dimensions: 256,
            batch: 256,
            temperature: 0.15,
            step: 0.02,
            left_out: 0.15,
            across: 0.8,
            described: 0.5,
            kin: [0.1, 0.02],
            out: PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/data/titles.bin")),
        };
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
            if name == "--out" {
                settings.out = value.into();
                continue;
            }
            let number: f32 = value.parse().map_err(|_| format!("{name} needs a number, not {value}"))?;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small settings")]
            match name.as_str() {
                "--seed" => settings.seed = number as u64,
                "--epochs" => settings.epochs = number as usize,
                "--dimensions" => settings.dimensions = (number as usize).next_multiple_of(8),
                "--batch" => settings.batch = number as usize,
                "--temperature" => settings.temperature = number,
                "--step" => settings.step = number,
                "--left-out" => settings.left_out = number,
                "--across" => settings.across = number,
                "--described" => settings.described = number,
                "--kin" => settings.kin = [number, number / 5.0],
                _ => return Err(format!("there is no setting {name}")),
            }
        }
        Ok(settings)
    }
}

/// A vector for each piece, in training.
pub struct Model {
    settings: Settings,
    pieces: Vec<u32>,
    place: HashMap<u32, usize>,
    vectors: Vec<f32>,
    /// The squares of all steps of each piece so far (Adagrad, one number for a row).
    squares: Vec<f32>,
    random: Random,
    /// Every name: occupation, language, number.
    order: Vec<[usize; 3]>,
}

/// One side of a batch.
struct Side {
    pieces: Vec<Vec<usize>>,
    units: Vec<Vec<f32>>,
    lengths: Vec<f32>,
}

impl Model {
    /// Vectors by chance, for each piece that the names of two occupations share.
    pub fn new(occupations: &[Occupation], settings: &Settings) -> Self {
        let mut shared_by: HashMap<u32, (u32, usize)> = HashMap::new();
        let mut order = Vec::new();
        for (at, occupation) in occupations.iter().enumerate() {
            for (language, names) in occupation.names.iter().enumerate() {
                for (number, name) in names.iter().enumerate() {
                    order.push([at, language, number]);
                    for piece in name {
                        let (count, last) = shared_by.entry(*piece).or_insert((0, usize::MAX));
                        if *last != at {
                            (*count, *last) = (*count + 1, at);
                        }
                    }
                }
            }
        }
        let mut pieces: Vec<(u32, u32)> = shared_by
            .into_iter()
            .map(|(piece, (count, _))| (piece, count))
            .filter(|(_, count)| *count >= 2)
            .collect();
        pieces.sort_unstable();
        let mut random = Random(settings.seed);
        let mut vectors = Vec::with_capacity(pieces.len() * settings.dimensions);
        for (_, count) in &pieces {
            #[allow(clippy::cast_precision_loss, reason = "small counts")]
            let telling = (OCCUPATIONS * 3.0 / *count as f32).ln().max(0.2) / 9.0;
            let length = telling / (settings.dimensions as f32).sqrt();
            vectors.extend((0..settings.dimensions).map(|_| random.normal() * length));
        }
        let pieces: Vec<u32> = pieces.into_iter().map(|(piece, _)| piece).collect();
        Self {
            place: pieces.iter().enumerate().map(|(at, piece)| (*piece, at)).collect(),
            squares: vec![0.0; pieces.len()],
            settings: settings.clone(),
            pieces,
            vectors,
            random,
            order,
        }
    }

    /// The pieces, sorted.
    pub fn pieces(&self) -> &[u32] {
        &self.pieces
    }

    /// Numbers in a vector.
    pub fn dimensions(&self) -> usize {
        self.settings.dimensions
    }

    /// The vector of the piece at `at`.
    pub fn vector(&self, at: usize) -> &[f32] {
        &self.vectors[at * self.settings.dimensions..][..self.settings.dimensions]
    }

    /// The direction of a name; zero when none of its pieces is known.
    pub fn unit(&self, pieces: &[u32]) -> Vec<f32> {
        self.sum(&self.places(pieces)).0
    }

    /// Goes through all names once; says the mean loss.
    pub fn train(&mut self, occupations: &[Occupation], epoch: usize) -> f64 {
        let mut order = std::mem::take(&mut self.order);
        self.random.shuffle(&mut order);
        let batches = order.len() / self.settings.batch;
        let mut loss = 0.0;
        for (number, batch) in order.chunks_exact(self.settings.batch).enumerate() {
            let done = ((epoch - 1) * batches + number) as f32 / (self.settings.epochs * batches) as f32;
            loss += self.learn(occupations, batch, self.settings.step * (1.0 - done).max(0.02));
        }
        self.order = order;
        loss / batches as f64
    }

    fn learn(&mut self, occupations: &[Occupation], batch: &[[usize; 3]], step: f32) -> f64 {
        let mut sides = [Vec::with_capacity(batch.len()), Vec::with_capacity(batch.len())];
        for name in batch {
            let occupation = &occupations[name[0]];
            let partner = self.partner(occupation, *name);
            sides[0].push(self.some_of(&occupation.names[name[1]][name[2]]));
            sides[1].push(self.some_of(partner));
        }
        let sides = sides.map(|pieces| self.side(pieces));
        let groups: Vec<(usize, u16)> =
            batch.iter().map(|name| (name[0], occupations[name[0]].group)).collect();
        let (pull, loss) = contrast(&sides, &groups, &self.settings);
        for (this, side) in sides.iter().enumerate() {
            let other = &sides[1 - this].units;
            for (row, unit) in side.units.iter().enumerate() {
                let mut slope = vec![0.0; unit.len()];
                for (column, partner) in other.iter().enumerate() {
                    let at = if this == 0 { row * batch.len() + column } else { column * batch.len() + row };
                    let weight = pull[at] / self.settings.temperature;
                    if weight.abs() > 1e-7 {
                        slope.iter_mut().zip(partner).for_each(|(sum, number)| *sum += weight * number);
                    }
                }
                // Along the name's own direction nothing changes.
                let along = dot(&slope, unit);
                slope.iter_mut().zip(unit).for_each(|(slope, unit)| {
                    *slope = (*slope - along * unit) / side.lengths[row];
                });
                self.step(&side.pieces[row], &slope, step);
            }
        }
        loss
    }

    fn step(&mut self, pieces: &[usize], slope: &[f32], step: f32) {
        let square = dot(slope, slope) / slope.len() as f32;
        for at in pieces {
            self.squares[*at] += square;
            let step = step / (self.squares[*at].sqrt() + 1e-6);
            let vector = &mut self.vectors[at * slope.len()..][..slope.len()];
            vector.iter_mut().zip(slope).for_each(|(number, slope)| *number -= step * slope);
        }
    }

    /// Another name of the occupation, or its description.
    fn partner<'o>(&mut self, occupation: &'o Occupation, name: [usize; 3]) -> &'o [u32] {
        let across = self.random.share() < self.settings.across;
        let mut language = if across { self.random.below(LANGUAGES.len()) } else { name[1] };
        let described = self.random.share() < self.settings.described;
        if described && !occupation.descriptions[language].is_empty() {
            return &occupation.descriptions[language];
        }
        if occupation.names[language].is_empty() {
            language = name[1];
        }
        let names = &occupation.names[language];
        let mut number = self.random.below(names.len());
        if language == name[1] && number == name[2] {
            number = (number + 1) % names.len();
        }
        &names[number]
    }

    fn some_of(&mut self, pieces: &[u32]) -> Vec<usize> {
        let all = self.places(pieces);
        let kept: Vec<usize> =
            all.iter().copied().filter(|_| self.random.share() >= self.settings.left_out).collect();
        if kept.is_empty() { all } else { kept }
    }

    fn places(&self, pieces: &[u32]) -> Vec<usize> {
        pieces.iter().filter_map(|piece| self.place.get(piece).copied()).collect()
    }

    fn side(&self, pieces: Vec<Vec<usize>>) -> Side {
        let (units, lengths) = pieces.iter().map(|pieces| self.sum(pieces)).unzip();
        Side { pieces, units, lengths }
    }

    fn sum(&self, pieces: &[usize]) -> (Vec<f32>, f32) {
        let mut sum = vec![0.0; self.settings.dimensions];
        for at in pieces {
            sum.iter_mut().zip(self.vector(*at)).for_each(|(sum, number)| *sum += number);
        }
        let length = dot(&sum, &sum).sqrt().max(1e-6);
        sum.iter_mut().for_each(|number| *number /= length);
        (sum, length)
    }
}

/// How strongly each pair is to be pulled together (below zero) or pushed apart, and the loss.
fn contrast(sides: &[Side; 2], groups: &[(usize, u16)], settings: &Settings) -> (Vec<f32>, f64) {
    let size = groups.len();
    let near = |row: usize, column: usize| dot(&sides[0].units[row], &sides[1].units[column]);
    let nearness: Vec<f32> =
        (0..size * size).map(|at| near(at / size, at % size) / settings.temperature).collect();
    let kinship = |row: usize, column: usize| -> f32 {
        let ((one, one_group), (other, other_group)) = (groups[row], groups[column]);
        if one == other {
            1.0
        } else if one_group == other_group {
            settings.kin[0]
        } else if one_group / 10 == other_group / 10 {
            settings.kin[1]
        } else {
            0.0
        }
    };
    let mut pull = vec![0.0; size * size];
    let mut loss = 0.0;
    for is_turned in [false, true] {
        for row in 0..size {
            let at = |column: usize| if is_turned { column * size + row } else { row * size + column };
            let nearest = (0..size).map(|column| nearness[at(column)]).fold(f32::MIN, f32::max);
            let warmth: Vec<f32> = (0..size).map(|column| (nearness[at(column)] - nearest).exp()).collect();
            let wanted: Vec<f32> = (0..size).map(|column| kinship(row, column)).collect();
            let (all, all_wanted) = (warmth.iter().sum::<f32>(), wanted.iter().sum::<f32>());
            for (column, (warmth, wanted)) in warmth.iter().zip(&wanted).enumerate() {
                let (is, wanted) = (warmth / all, wanted / all_wanted);
                pull[at(column)] += (is - wanted) / 2.0;
                if wanted > 0.0 {
                    loss -= f64::from(wanted * is.max(1e-9).ln()) / 2.0;
                }
            }
        }
    }
    (pull, loss / size as f64)
}

/// The product of two vectors whose length is a multiple of eight, in an order that is always the same.
pub fn dot(one: &[f32], other: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    for (one, other) in one.chunks_exact(8).zip(other.chunks_exact(8)) {
        for lane in 0..8 {
            sums[lane] += one[lane] * other[lane];
        }
    }
    sums.iter().sum()
}

/// Numbers that only depend on the seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        matching::words::next_number(&mut self.0)
    }

    /// From 0 to below 1.
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u32 << 24) as f32
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// Nearly normal: the sum of twelve.
    fn normal(&mut self) -> f32 {
        (0..12).map(|_| self.share()).sum::<f32>() - 6.0
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
