//! Spanish.

use super::{Signal, Table};

pub(super) const TABLE: Table = &[
    (
        Signal::Rejection,
        &[
            "(lamentamos|lamento|sentimos|siento|lamentablemente|desafortunadamente|desgraciadamente) ... (informar*|comunicar*|decir*|no|notificar*|otro|otros|otra|descartad*)",
            "no (ha|has|hemos|han|fue|fuiste|fueron|sera|seras|seguir*|vamos|podemos|podremos|continuar*|avanzar*|pasar*|pasas|pasara|queda|continua|avanza) .. (sido)? .. (seleccionad*|elegid*|preseleccionad*|escogid*|avanz*|continu*|proceso|adelante|considerad*|seguir|siguiente|exito*|oferta|ofrecer*|contar)",
            "(hemos|han|se ha|se|fue) (decidido|optado|elegido|seleccionado|escogido|decantado|decidio|opto) .. (por|a)? .. (otro|otra|otros|otras|no|por otro|por otra|un perfil|candidat*|perfiles)",
            "(otro|otra|otros|otras) (candidat*|perfil*|aspirante*|persona|personas) ... (ajust*|adecu*|encaj*|experiencia|cercan*|acord*|proceso|cumpl*|avanz*|perfil|puesto|seleccionad*)?",
            "(continuar|seguir|avanzar|proseguir|seguiremos|continuaremos|avanzaremos) .. (el proceso)? .. con (otro|otra|otros|otras|candidat*|perfiles)",
            "(vacante|puesto|posicion|plaza|oferta) ... (ha sido|ha quedado|fue|esta|se ha|ya) .. (cubiert*|cerrad*|ocupad*|cancelad*|cubrir|asignad*)",
            "(descartad*|rechazad*|desestimad*|excluid*) .. (tu|su|la|candidatura|proceso|del|en|para|esta)?",
            "(candidatura|solicitud|perfil|postulacion|aplicacion) ... (no ha|no fue|no se|no cumple|no encaja|no continua*|descartad*|rechazad*|desestimad*|no avanz*|no sera|no ha sido|no sigue|no ha resultado)",
            "no (se)? (ajusta|adecua|encaja|cumple|coincide|corresponde|alinea|responde) ... (perfil|requisitos|buscamos|puesto|necesidades|vacante|que|lo)?",
            "no (podemos|podremos|nos es posible|es posible|vamos a) (ofrecer*|avanzar|continuar|seguir|contar|considerar)",
            "(no) .. (continuaremos|avanzaremos|seguiremos|procederemos|continuaras|avanzaras|continuara|avanzara|continuas)",
            "quedas fuera",
            "(fuera|excluido) del proceso",
            "no (sera|seras|es|hemos) ... (persona|perfil) (seleccionad*|elegid*|idone*)",
            "(hemos|han) .. (finalizado|cerrado) .. (proceso)? ... (otro|otra|sin)",
        ],
    ),
    (
        Signal::Regret,
        &[
            "(lamentablemente|desafortunadamente|desgraciadamente|lamentamos|sentimos|lamento)",
            "(deseamos|deseo|desearte|desearle) ... (suerte|exito*|mejor|busqueda|futuro)",
            "(conservar*|guardar*|mantendr*|mantener|tendremos|incluir*) ... (cv|curriculum|datos|perfil|base de datos|futur*)",
            "(despues|tras|luego) .. (de)? .. (cuidados*|analizar|evaluar|valorar|revisar|detenid*|un cuidados*)",
            "(animamos|invitamos) .. a .. (postul*|presentar*|aplicar|seguir|inscribir*) ... (futur*|otra*|nuev*|vacante*)",
        ],
    ),
    (
        Signal::Rescheduling,
        &[
            "(reprogramar|posponer|aplazar|cambiar|mover|cancelar|retrasar|adelantar|reagendar|modificar|reprogramacion) ... (entrevista|llamada|reunion|cita|videollamada|encuentro)",
            "(entrevista|llamada|reunion|cita|videollamada) ... (reprogramad*|pospuest*|aplazad*|cancelad*|cambiad*|reprogramar|cambiar|mover|aplazar|posponer|reagendad*)",
            "(otra|nueva|otro|nuevo|diferente) (fecha|hora|horario|dia|momento) ...",
        ],
    ),
    (
        Signal::Interview,
        &[
            "(invitar*|invitamos|invitacion|invitad*|convocar*|convocad*|convocatoria|citar*|citamos|citad*|invito) ... (entrevista|llamada|reunion|videollamada|charla|conversacion|encuentro|entrevistas|conocerte|conocerle|conversar|videoconferencia|cafe)",
            "(agendar|programar|concertar|coordinar|fijar|organizar|reservar|acordar|agendamos|programemos|planificar|cuadrar|concretar|agende*|reserva|reserve) ... (entrevista|llamada|reunion|videollamada|charla|cita|conversacion|hueco|espacio|hora|horario|encuentro)",
            "(entrevista) ... (confirmada|programada|agendada|confirmacion|el lunes|el martes|el miercoles|el jueves|el viernes|a las|con nuestro|con el|con la|telefonica|virtual|presencial|tecnica|personal|sera|tendra lugar|por (zoom|teams|meet|video*)|online|de trabajo|para el puesto|inicial)",
            "(confirmacion|recordatorio|invitacion|detalles) .. (de)? .. (la|tu|su|una)? .. entrevista",
            "(gustaria|encantaria|queremos|quisieramos|queriamos|quiero) .. (conocerte|conocerle|conocerlo|conocerla|hablar|conversar|charlar|entrevistarte|entrevistarle|reunirnos|platicar|tener una)",
            "(indica*|dinos|confirma*|comparte*|envia*|comunica*|facilita*|cual|cuentanos|diganos|indique*|dime|proporcion*) ... (disponibilidad|horario*|hueco*|dias y horas|franja*)",
            "(tu|su|que) disponibilidad ... (entrevista|llamada|semana|reunion|para|hablar|horaria|tienes|tendrias|esta)?",
            "(estas|estaria|estarias|esta|tienes|tendrias) (disponible|libre|disponibilidad|un hueco|un momento|tiempo) ...",
            "(elige|elegir|selecciona|seleccionar|escoge|reserva|elija|seleccione|escoger) ... (hora|horario|hueco|fecha|dia|franja|momento|cita)",
            "(fase|ronda|etapa) .. (de)? .. (entrevista*)",
            "(pasar|pasas|pasado|avanzar|avanzas|avanzado|siguiente|superado|has pasado) ... (entrevista|siguiente (fase|ronda|etapa))",
            "(deseando|ganas|esperamos|ilusion) .. (de|por)? (conocerte|conocerle|hablar contigo|verte|saludarte|hablar con)",
            "primera (entrevista|toma de contacto)",
        ],
    ),
    (
        Signal::Talk,
        &[
            "(entrevista|entrevistas|videollamada|llamada|reunion)",
            "disponibilidad",
            "(enlace) .. (zoom|teams|meet|reunion|videollamada)",
        ],
    ),
    (
        Signal::Assessment,
        &[
            "(prueba|test|reto|ejercicio|examen|caso|evaluacion|desafio|assessment|challenge|cuestionario) (tecnic*|online|en linea|practic*|de codigo|de programacion|de aptitud*|psicotecnic*|psicometric*|de nivel|de seleccion|de ingles|de competencias|de personalidad|de conocimientos|de habilidades|en casa|de logica|cognitiv*|de razonamiento)",
            "(realizar|completar|realice|complete|hacer|completa|realiza|superar|resolver|resuelve|haz|rellenar|contestar|entregar|realices|completes) ... (prueba|test|reto|ejercicio|examen|evaluacion|assessment|desafio|challenge|caso practico|pruebas)",
            "(prueba|test|reto|ejercicio|examen|evaluacion|desafio) ... (minutos|horas|plazo|enlace|adjunt*|antes del|dispones|disponible hasta|caduca|expira|recibiras|siguiente enlace)",
            "(videoentrevista|video entrevista|entrevista en video|entrevista) (grabada|diferida|en diferido|asincrona|pregrabada|automatizada)",
            "(psicotecnico|prueba tecnica|caso practico|prueba practica)",
        ],
    ),
    (Signal::Test, &["(prueba|test|reto|ejercicio|evaluacion)"]),
    (
        Signal::Offer,
        &[
            "(ofrecerte|ofrecerle|ofrecerles|ofrecemos|ofrecer|hacerte|hacerle|extenderte|extenderle|presentarte|presentarle|proponerte|proponerle) ... (puesto|posicion|oferta|contrato|plaza|vacante|trabajo|cargo|incorporacion|empleo)",
            "(carta oferta|carta de oferta|oferta de (empleo|trabajo|contratacion) (formal|adjunt*|para|en firme|como|de|por|que|firmad*)|oferta formal|oferta laboral|oferta economica|oferta en firme|propuesta de (contrato|contratacion|incorporacion)|propuesta economica|propuesta laboral|contrato de trabajo|contrato laboral)",
            "(bienvenid*) .. (a|al|abordo|a bordo) .. (equipo|empresa|familia|nuestro|bordo|la)",
            "(aceptar|acepta|aceptacion|firmar|firma|firme|acepte) .. (la|el|tu|su|nuestra|de)? .. (oferta|contrato|propuesta)",
            "(has sido|ha sido|eres|fuiste|hemos decidido) (la persona)? (seleccionad*|elegid*|contratad*|contratarte|contratarle) (para|como|por) .. (el puesto|la posicion|la vacante|la plaza|incorpor*|cubrir|puesto|posicion)",
            "(felicidades|enhorabuena|felicitaciones) ... (puesto|oferta|seleccionad*|contrat*|equipo|incorpor*)",
            "(incorporacion|incorporarte|incorporarse|te incorpores|te unas|unirte|que formes parte) ... (equipo|empresa|fecha|el dia|prevista|nosotros)",
        ],
    ),
    (
        Signal::Request,
        &[
            "(por favor|rogamos|necesitamos|solicitamos|podrias|podria|puedes|pedimos|agradeceriamos|favor|pedirte|pedirle|solicitarte|solicitarle|necesitariamos|te pedimos) ... (envi*|adjunt*|remit*|facilit*|proporcion*|complet*|respond*|sub*|indi*|aport*|contest*|rellen*|document*|actualiz*|hacernos llegar|compartir|confirm* (si|tu|su)|adicional*|inform*) ...",
            "(falta|faltan|faltante|faltantes|incomplet*|pendiente*) ... (document*|cv|curriculum|datos|informacion|certificad*|candidatura|solicitud|perfil|titulo|referencia*|adjuntar)",
            "(candidatura|solicitud|perfil|postulacion|inscripcion) .. (esta|sigue|se encuentra)? .. (incomplet*|sin completar|pendiente|sin terminar|a medias)",
            "(informacion|documentacion|datos|documentos) (adicional*|faltante*|pendiente*|complementari*|necesari*)",
            "(expectativas|pretensiones|aspiraciones) (salarial*|economic*) ...",
            "(cuando|a partir de cuando) (podrias|podria|puedes|puede) .. (incorpor*|empezar|comenzar)",
            "(permiso de trabajo|referencias laborales|fecha de incorporacion|periodo de preaviso|preaviso|carta de presentacion)",
            "(sigues|sigue|continuas|continua) .. (interesad*|disponible)",
            "(responder|responde|contestar|contesta|responda) .. (a)? .. (estas|siguientes|algunas|unas|las) .. (preguntas|cuestiones)",
            "completa (tu|su) (candidatura|perfil|solicitud|inscripcion|postulacion)",
        ],
    ),
    (Signal::Need, &["(documentacion|documentos|certificado*|referencias|cuestionario|formulario)"]),
    (
        Signal::Receipt,
        &[
            "(gracias|agradecemos|agradezco|agradecerte|agradecerle) ... (por)? .. (tu|su|el|haber*|aplicar|postular*|inscribir*|enviar*|presentar*|participar) .. (candidatura|solicitud|postulacion|interes|cv|curriculum|aplicacion|inscripcion|aplicado|postulad*|inscrit*|enviado|presentad*|tu|tus|nuestra|a nuestra|en nuestra|al puesto)?",
            "(hemos recibido|recibimos|recibido|recibida|recepcion|confirmamos|acusamos|registrado|registrada|registrad*) ... (candidatura|solicitud|postulacion|cv|curriculum|aplicacion|inscripcion|documentacion)",
            "(candidatura|solicitud|postulacion|cv|curriculum|aplicacion|inscripcion) ... (recibid*|enviad*|registrad*|correctamente|con exito|exitosamente|en proceso|en revision|revisad*|completad* (con|correct*)|en curso|vist*|leid*|sido recibid*)",
            "(te has|se ha|has|ha|te) (inscrit*|postulad*|inscribiste|apuntado|aplicado) .. (a|en|al|para|correctamente)?",
            "(revisaremos|revisando|revisara|analizaremos|evaluaremos|estudiaremos|valoraremos|analizando|evaluando|valorando|estamos revisando|revision de|analizara) ... (candidatura|solicitud|perfil|cv|postulacion|curriculum|aplicacion|candidaturas|tu|su)",
        ],
    ),
    (
        Signal::Courtesy,
        &[
            "(contacto|contactaremos|contactaremos|pondremos en contacto|nos comunicaremos|comunicaremos|informaremos|tendras noticias|tendra noticias)",
            "(mensaje|correo|email) .. (automatic*|no respond*)",
            "no .. (respond*|contest*) .. (a|este)? .. (correo|mensaje|email|mail)",
        ],
    ),
    (
        Signal::Advert,
        &[
            "(nuevas|ultimas|nuevos|mas|otras|mejores|recomendad*|similares) .. (ofertas|vacantes|empleos|trabajos|puestos|oportunidades) ...",
            "(ofertas|empleos|vacantes|trabajos) (de empleo)? .. (para ti|para usted|recomendad*|que te|que pueden|que coinciden|similares|segun|cerca|en tu|de la semana|de hoy|relacionad*|nuevas|nuevos|que encajan|que podrian)",
            "(alerta|alertas|boletin) .. (de)? (empleo|trabajo|ofertas|vacantes|empleos)",
            "(tu|tus) (alerta|alertas|busqueda|busquedas)",
            "(darte de baja|cancelar|gestionar|modificar|editar|desactivar) .. (la|las|tus|tu|esta)? .. (alerta|alertas|suscripcion|notificaciones|avisos)",
            "(inscribete|postulate|aplica|solicita) (ya|ahora|aqui|hoy)",
            "ver (todas|mas) .. (ofertas|vacantes|empleos)",
            "# .. (nuevas|nuevos)? (ofertas|empleos|vacantes|trabajos)",
        ],
    ),
    (
        Signal::Code,
        &[
            "(codigo|clave|pin) (de)? (seguridad|verificacion|confirmacion|acceso|validacion|un solo uso|autenticacion)",
            "(introduce|introduzca|ingresa|ingrese|copia|pega|usa|escribe|copie|utiliza) .. (el|este|siguiente)? .. codigo",
            "codigo .. (caduca|expira|valido|es)",
        ],
    ),
    (
        Signal::Noise,
        &[
            "(boletin|newsletter|webinar|seminario|consejos|feria de empleo)",
            "(he visto|hemos visto|vi|encontre|encontramos|he encontrado|me he encontrado|revise) .. (tu|su) .. (perfil|linkedin|cv)",
            "(te interesaria|estarias interesad*|estas abiert*|estas buscando|estarias abiert*) ...",
            "(restablecer|cambiar|olvidado|recuperar) .. (tu|su|la)? contrasena",
            "(cuenta|perfil) .. (ha sido|creada|activar|activada|verificar|registrada|creado)",
            "(encuesta|tu opinion|su opinion|valora tu|valoracion|satisfaccion|que te parecio)",
            "(tu|su) (pedido|factura|envio|reserva|suscripcion|compra|pago)",
            "(descuento|oferta especial|rebajas|promocion|por ciento)",
            "(fuera de la oficina|respuesta automatica|vacaciones|ausente)",
            "(verifica|confirma|verificar|confirmar) .. (tu|su) (correo|email|direccion|cuenta)",
            "(en pausa|congelad*|pausad*|en espera|paralizad*)",
            "(bolsa de talento|comunidad de talento)",
        ],
    ),
    (
        Signal::Withdrawal,
        &[
            "(has|ha|retirada|retirado|retiraste|retiro|retirar) (retirado|cancelado|de|tu|su)? .. (tu|su|la)? (candidatura|solicitud|postulacion)",
            "(candidatura|solicitud|postulacion) .. (retirad*|cancelad* por ti)",
        ],
    ),
    (
        Signal::Condition,
        &[
            "(si) (tu|su|el|la|tus|nuestro|eres|es|finalmente|encaj*|resultas|pasas|hay|cumpl*|consider*|no|has|ha|fueras|avanz*|tus|creemos|sus|estas seleccionad*)",
            "(en caso de|en el caso de|siempre que|cuando|una vez|tan pronto|segun|dependiendo)",
            "(candidat*|personas|perfiles) (que|cuyo|cuyos|seleccionad*|preseleccionad*)",
            "(podria|podrias|puede que|normalmente|generalmente|habitualmente)",
            "(proceso|fases) (consta|consiste|incluye|es|sera|son)",
            "(te|le|les)? ofrecemos (un|una|salario|formacion|contrato|estabilidad|la)",
        ],
    ),
    (
        Signal::Past,
        &[
            "(gracias|agradecemos|agradezco|agradecerte|agradecerle) ... (tiempo|entrevista|participar|participacion|entrevistarte|hablar|conversacion|charla|llamada|dedicado|reunion|prueba)",
            "(tras|despues de|luego de|desde|en) (la|tu|su|nuestra|vuestra|realizar) .. (entrevista|llamada|conversacion|prueba|reunion)",
            "(un placer|encantad*|fue un|ha sido un) .. (conocerte|conocerle|hablar|charlar|placer)",
        ],
    ),
];
