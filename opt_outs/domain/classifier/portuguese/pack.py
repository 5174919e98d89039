"""Portuguese: SAIR, PARAR, PARE and CANCELAR are what senders in Brazil offer; common usage."""

from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import (
    LanguagePack,
    alternatives,
    listed,
    respellings,
    slips_of,
)
from opt_outs.domain.classifier.portuguese.phrases import PHRASES
from opt_outs.domain.classifier.portuguese.roles import ROLES
from opt_outs.domain.classifier.portuguese.words import (
    LIST,
    MESSAGES,
    OF_LIST,
    PARTING,
    POINTS,
    SEND,
    SENDING,
    SOME,
    STOP_IT,
    WRITE,
)

_MISTYPED: Final = slips_of("""
    mensagens mensagem mandem mandar enviem enviar receber remova removam descadastrar numero quero
    retirem retirar parem excluam excluir escrevam cancelar inscricao
""")

PACK: Final = LanguagePack(
    language=Language.PORTUGUESE,
    firm=listed("""
        sair; parar; pare; parem; descadastrar; descadastre; remover; desinscrever; cancelar
        inscricao; cancelar subscricao; anular subscricao; nao perturbe; nao perturbem; nao
        perturbar; nao incomode; nao incomodem; nao incomodar; nao contatar; nao contactar; nao
        enviar; nao mandar; cancelar envio; sair da lista; me descadastre; me remova; me remove; me
        tire da lista; cancelar sms
    """),
    whole=listed("cancelar"),
    unsure=listed("""
        cancele; cancela; para; fim; nunca mais; cancela isso; vaza; dispenso; desativar; desative;
        cancelamento; apaga; retirar; remova; exclua; excluir; encerrar; chega; nao quero mais; nao
        envie; nao enviem; nao mande; sair do grupo
    """),
    misspelt=listed("descadast*; descadrast*; desinscr*; saiir; parrar"),
    opt_in=listed("iniciar; comecar; inscrever"),
    help=listed("ajuda; ajude me; me ajuda"),
    affirmative=listed("sim"),
    courtesies=listed("""
        e_obrigado; e_obrigada; e_bom_dia; e_boa_tarde; abraco; abracos; tenha_um_bom_dia; tchau;
        fica_com_deus; por_favor; pf; pfv; pfvr; por_gentileza; se_faz_favor; sff; faz_favor;
        eu_imploro; imploro; ta_bom; por_tudo; ai; pela_ultima_vez; por_obsequio; muito_obrigado;
        muito_obrigada; obrigado; obrigada; agora; ja; ola; oi; bom_dia; boa_tarde; boa_noite; ok;
        favor; imediatamente; gentileza
    """),
    objects=listed("""
        tudo; isso; com; mensagens; mensagem; sms; as; os; essas; de; da; lista; quero; promocoes;
        propaganda; enviar; mandar; sim; a; mais; mesmo; hoje; vez; definitivamente; agora
    """),
    tails=alternatives("""
        por_favor|pf|pfv|pfvr|por_gentileza|obrigado|obrigada|ja|nunca_mais|nunca|agora|mais|ok|
        imediatamente|pra_sempre|para_sempre|por_sms|ne
    """),
    phrases=PHRASES,
    linking=listed("""
        informo; aviso; comunico; bondade; solicito; dar; encarecidamente; gentilmente; agradeco;
        agradecia; agradeceria; agradecemos; agradecido; agradecida; favor; eu; quero; queria;
        gostaria; preciso; peco; exijo; solicito; desejo; de; que; voces; voce; vcs; vc; ja; disse;
        falei; pedi; para; pra; pode; podem; poderia; poderiam; por; favor; me; seria; iria; vou;
        ia; quer; querem; queriam; penso; pensei; vai; vao; pretendo; devo; tentei; tento; decidi;
        precisei; querer; pedindo; dizendo; estou; to; tenho; so; tambem; a; o; ser; faz; fazer;
        gentileza; dizer; se; te; lhes; mil; varias; muitas; duas; dez; cem; vezes; acho; mais;
        pediu; precisa; precisam
    """),
    guards=listed("""
        nao|nunca|jamais|sem|nem|ninguem|tampouco|no; porque|por_que|como|quem|onde|quando|qual;
        ele|ela|eles|elas|meu|minha|tem|recebi|chegou|recebo|parou|pararam|disseram|um|uma|na|no|
        seu; eu vou; pena|triste|odiaria; sera
    """),
    conditions=listed("""
        se|quando|enquanto|caso; desde|a_noite|de_noite|da_noite|aos_domingos|domingo|
        fim_de_semana|de_madrugada|de_manha|a_tarde; se|quando|enquanto|ate|antes|depois|exceto|
        menos|so|somente|apenas|a_noite|de_noite
    """),
    denials=listed("nunca|jamais|ninguem|nenhum|nenhuma|nem|tampouco"),
    polite=listed("""
        pode|podem|poderia|poderiam|por_favor|pfv|pf|favor|por_gentileza
    """),
    adjuncts=listed(f"""
        de forma alguma; ae; para|pra|no|pro|neste|nesse este|esse|meu|o? numero|telefone|celular;
        de|das|dos|da|do {SOME}? {SOME}? {MESSAGES}; da|do|das|dessa|desta {OF_LIST}? {LIST}; de
        voces|voce|vcs; dessa|desta|da|sua|desse empresa|loja; por mensagem|sms|texto|aqui;
        para|pra mim|ca; em paz; pelo|por amor de deus; de? texto; e? nao me? liguem|incomodem
        mais?; ai; dai; logo; urgente; agora; gente; galera; cara; caramba; caralho; porra;
        pessoal; meu_deus; meu_povo; plmds; senhor|senhora; no|pro|para|pra|em|a o?
        meu|este|esse|neste|nesse? numero|celular|telefone|aparelho; por|via favor|sms|mensagem|
        texto|gentileza|aqui; nunca_mais; jamais; mais; de_novo; novamente; outra_vez; de uma vez;
        a partir de agora|hoje; imediatamente; o mais rapido possivel; de voces; sobre|de
        politica|eleicao|eleicoes|emprestimo|emprestimos|promocao|promocoes|isso|vendas; nem|e|ou
        ligacoes|liguem|ligar|ligue|email|emails; att|atenciosamente|abs|abraco|abracos|tchau|
        grato|grata; obrigado pela|pela? compreensao|atencao; enquanto_antes;
        deste|desse|dessa|desta tipo|numero|empresa|loja; pelo sms|celular gente|senhores|seus
        idiotas
    """),
    dependent=listed("""
        parar|sair|receber|cancelar|descadastrar|remover|excluir|apagar|tirar|retirar|deixar; me
        tirar|remover|descadastrar|excluir
    """),
    coordinators=listed(
        "moca; moco; gente; galera; amigo; amiga; pessoal; cara; errado; errada; engano; entao;"
        "portanto; mas; logo; pois"
    ),
    openers=listed("""
        ou eu; e parem; e me; e tirem; e obrigado; e deixem; e apague; por isso; ja que; meu nome;
        me chamo; aqui e; ta; tchau; desculpa; desculpe; nem; se nao_vou; caso; antes que; antes
        de_eu; ou denuncio; ou bloqueio; ou processo; ou te; senao; que coisa; faz; grato; grata;
        eu; nao; ja; isso; esse numero nao; este numero nao; sou; porque; quem; numero errado;
        estou; pode; podem; poderia; poderiam; ou vou; e nao; e apaguem; nem; e engano; quero;
        queria; gostaria; preciso; peco; voces; voce; vcs; pare; parem
    """),
    respelt=_MISTYPED
    | respellings("""
        lsita = lista; bom_se|otimo_se|legal_se = peco que; tem_como|da_pra|da_para = pode;
        teria_como|daria_pra|daria_para = poderia; n|naum|nn|na_o = nao; contacto = contato;
        contactado = contatado; subscricao = inscricao; se_faz_favor|sff|faz_favor = pfv; telemovel
        = celular; q|ke = que; vc|ce = voce; vcs|ces|vsc = voces; pq = porque; mt|mto = muito;
        msg|mensagen|mensagm|menssagem|mensajem|mesagem|mensage|mensaguem|mensg = mensagem;
        msgs|menssagens|mensages|mesagens|mensaguens|mensagems|mensgens|mgs = mensagens;
        mandn|manden = mandem; parrem|parm = parem; mandaren = mandarem; tiren = tirem; tiri =
        tire; resebe = recebe; reseber|recebe|recebr = receber; qro|qero|qeru|kero|querro = quero;
        num|nr|numeru|nmr = numero; cel = celular; pfvr|pff|plmds|pls|porfa = pfv; porfavor = por
        favor; obg|obgd|obrigadu = obrigado; mas_mensagem = mais mensagem; mas_mensagens = mais
        mensagens; mas_sms = mais sms; descadatrar|descadrastar = descadastrar; enviaren =
        enviarem; envien = enviem; tou = estou; neh = ne; d = de; c = com; hj = hoje; blz = ok
    """),
    retractions=listed(f"""
        tenho|temos|vou|vamos|devo que|de? parar de {SENDING}; ja|voces|eles me
        descadastraram|tiraram|removeram|excluiram; nao me|nos incomoda|importo|importa|incomodo
        que|com|se|de; nao me|nos? {SEND}|{WRITE} {MESSAGES}? agora|hoje|por_enquanto|ainda|
        neste_momento|no_momento; usem|use|manda|mandem o|este|esse|meu|no outro|novo; kkk*; haha*;
        brincadeira; mas_continue; foi_engano_meu; por_engano; rsrs*
    """),
    reasons=listed("""
        nunca|nao me? cadastr*|inscrev*|autorizei|pedi; conseguiram meu; bloqueei; denuncia*; nao
        sou; meu numero; nao estou interessado|interessada; nao e mais; ultima vez; nao e
        o|meu|este numero; numero nao e; engano; processar; advogado; procon; denunciar;
        cansei|cansado|cansada de; quem e|sao; falec*; morreu; nao conheco; nao me chamo;
        telefone|celular|numero|linha de_trabalho|do_trabalho|da_empresa|comercial|do_meu_filho|
        da_minha_filha; de menor; proximo|proxima mensagem; uma|de_uma crianca; menor de_idade; sem
        interesse; assedio
    """),
    beside_reason=listed("""
        apaguem; apague; apaga; tirem; tire; removam; remova; excluam; exclua; pare; parem; para;
        chega; deletem; retirem; tira; me tira; me tirem
    """),
    doubtful=listed(f"""
        cancele|cancelem|parar|suspender|interromper o|os? envio|envios .; finalizar inscricao;
        cancelem|cancele|excluir meu|o? cadastro|contato .; nao quero mais? isso .; nao quero .;
        quantas vezes ... pra|para|que parar|parem; disse que nao quero .; vou processar; processo
        voces; podem|pode parar .; cancelar o? envio; nao quero mais .; nao dei permissao; vezes
        tenho; sem contato; como ... nao receber; desejo cancelar .; numero|pessoa errado|errada;
        farto|farta|cansad*|cheio|cheia de|das|dos|dessas|destas vossas|suas|tantas? {MESSAGES};
        vou denunciar|processar|reclamar; tir*|retir*|remov*|exclu*|apag* o? numero|nome|contato
        dela|dele; como deixo|paro de receber; como saio|desativo|bloqueio|cancelo|paro|removo|
        excluo da|de|disso|isso|isto|essas|esses|as|os|estas; ^ ja deu|chega .;
        cessem|cesse|suspendam os|o|todo|todos envios|envio|contato .; advogado|advogada; {STOP_IT}
        de insistir; acabem|acabe|terminem|termine com isto|isso .; nao quero|desejo mais?
        participar; ^ mensagens|sms|mensagem nao .; cancel* isto|isso .; larg* do meu pe; ^ me
        erra|poupe|larga .; vao|va|vaza embora .; nao envie|mande|enviem|mandem .; eu|vou|te|lhes
        processo|processar|denuncio; foi engano; ^ engano .; nao quero mais? nada .; me tirem|tira
        desse|deste grupo; peco|pedi para|pra sair; nao tenho|me? interesse|interessa; spam;
        assedio; lgpd; nunca me? cadastr*|inscrev*|pedi|autorizei|solicitei; nao autoriz*; parar de
        receber; sair de|do|dessa|desta grupo|lista; nao me mand*|envi* mais|mensagem|mensagens;
        continuam|continua mandando|enviando; descadastr*
    """),
    threats=listed("se voces|voce? nao pararem|parar|param"),
    footers=listed("""
        responda|envie|digite|mande|responder com|a_palavra? sair|parar|pare|stop|cancelar|remover
        para|p|pra ...; para cancelar|sair|parar|nao_receber ... responda|envie|digite ...
        sair|stop|pare|parar|cancelar; sair|pare|stop para sair|cancelar|parar
    """),
    roles=ROLES,
    parting=PARTING,
    points=POINTS,
    harmless=listed(f"""
        nao|nunca mais? estou|to|tenho|estamos? recebo|recebi|recebendo|recebemos|recebido|chegam|
        chega|chegou|chegaram|vem mais? {SOME}? {SOME}? {MESSAGES}?; nao me? tirem|tire|tira|
        remova|removam|exclua|excluam|descadastrem|descadastre; nao quero|queria que
        parem|pare|deixem; voces|voce|vcs nao me mandaram|mandam|enviam|enviaram; nao|nunca|sem|nem
        pare|para|parem|parar|pares|paro|deixe|deixa|deixem nao?; vou|vai|vamos|posso|pode|ao|de|
        pra|para|preciso|quero|acabei_de|hora_de|consegui|conseguir|tenho_que sair
        mais|hoje|cedo|de|do|com|agora|as|a|para|pra|no|na|amanha|depois|daqui|logo; parada; sem
        parar; pare|para ali|aqui|la no|na|em|perto?; parar no|na|em|para|pra|num|numa|o|as;
        pare|pode_parar no|na|em|en|num|numa|o; fim de|do|da; para de chover|chorar|latir|rir|
        funcionar|beber|fumar
    """),
    alarming=listed("""
        descadastr*; parem; sair_da_lista; pare; sair_desta_lista; sair_dessa_lista; inscricao;
        desinscrev*
    """),
)
